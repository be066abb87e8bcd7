#!/bin/sh
echo other-thing
