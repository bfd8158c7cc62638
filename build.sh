#!/usr/bin/env bash
# Runs a task: ./build.sh build|test|demo|package|analyze|format-check|clean. Everything that it does is in build/KanaPerps.Build.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")"
exec dotnet run --project build/KanaPerps.Build -c Release -- "$@"
