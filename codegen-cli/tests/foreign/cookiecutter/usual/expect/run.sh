#!/bin/sh
echo other_thing
