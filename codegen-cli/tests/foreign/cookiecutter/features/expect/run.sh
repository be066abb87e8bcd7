#!/bin/sh
echo my_uber_project
