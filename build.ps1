#!/usr/bin/env pwsh
# Runs a task: ./build.ps1 build|test|help|demo|package|analyze|format-check|clean. Everything that it does is in build/KanaPerps.Build.
$env:KANA_BUILD_FROM = (Get-Location -PSProvider FileSystem).ProviderPath
Push-Location $PSScriptRoot
try {
    if (-not (Test-Path build/KanaPerps.Build/bin)) { 'Preparing the build. The first time this takes about 15 seconds.' }
    dotnet run --project build/KanaPerps.Build -c Release -- @args
}
finally {
    Pop-Location
    Remove-Item Env:KANA_BUILD_FROM
}
exit $LASTEXITCODE
