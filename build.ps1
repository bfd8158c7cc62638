#!/usr/bin/env pwsh
# Runs a task: ./build.ps1 build|test|demo|package|analyze|format-check|clean. Everything that it does is in build/KanaPerps.Build.
Push-Location $PSScriptRoot
try {
    dotnet run --project build/KanaPerps.Build -c Release -- @args
}
finally {
    Pop-Location
}
exit $LASTEXITCODE
