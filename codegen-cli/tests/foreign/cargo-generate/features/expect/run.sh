#!/bin/sh
echo my-app
