@echo off
echo my_uber_project

docs

