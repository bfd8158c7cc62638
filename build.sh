#!/usr/bin/env bash
# Runs a task: ./build.sh build|test|help|demo|package|analyze|format-check|clean. Everything that it does is in build/KanaPerps.Build.
set -eu
export KANA_BUILD_FROM="$PWD" DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
cd "$(dirname "${BASH_SOURCE[0]}")"
[ -d build/KanaPerps.Build/bin ] || echo "Preparing the build. The first time this takes about 15 seconds."
exec dotnet run --project build/KanaPerps.Build -c Release -- "$@"
