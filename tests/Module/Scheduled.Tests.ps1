# What a scheduler sees of a script: its exit code and its error text. Each case is a process of its own.

BeforeDiscovery {
    # The lines that the comment help of the example scripts shows, for each shell that they can be typed in.
    $number = 0
    $lines = foreach ($script in Get-ChildItem $PSScriptRoot/../../examples -Filter *.ps1) {
        foreach ($line in [regex]::Matches((Get-Content -Raw $script), '(?<=\.EXAMPLE\r?\n) +(\S.*?)\r?\n').ForEach({ $_.Groups[1].Value })) {
            @{ Shell = 'pwsh'; Script = $script.Name; Line = $line; Number = $number++ }
            if ($line -match '^pwsh ' -and (Get-Command bash -ErrorAction Ignore) -and -not $IsWindows) { @{ Shell = 'bash'; Script = $script.Name; Line = $line; Number = $number++ } }
        }
    }
}

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Paused
    $refusing = New-RefusingEndpoint
    $broker = Start-TestBroker
    $program, $prefix = Get-ShellCommand
    $readme = Get-Content -Raw (Join-Path $PSScriptRoot '../../README.md')
    $recipe = [regex]::Match($readme, '(?ms)^### Report positions from a scheduled job.*?^```powershell\r?\n(?<code>.*?)^```').Groups['code'].Value
    New-Item -ItemType Directory TestDrive:/job, TestDrive:/modules | Out-Null
    $job = (Get-Item TestDrive:/job).FullName
    $modules = (Get-Item TestDrive:/modules).FullName
    Copy-Item (Split-Path (Get-ModuleManifestPath)) $modules/KanaPerps/0.1.0 -Recurse

    # A command named pwsh that is the shell of this test, which may have no such command.
    New-Item -ItemType Directory $job/bin | Out-Null
    $words = @($program; $prefix).ForEach({ '"{0}"' -f $_ }) -join ' '
    if ($IsWindows) { Set-Content $job/bin/pwsh.cmd "@$words %*" }
    else {
        Set-Content $job/bin/pwsh ('#!/bin/sh', "exec $words `"`$@`"")
        chmod +x $job/bin/pwsh
    }

    # Starts PowerShell as a scheduler does: from the script's folder, with the module where modules are looked for.
    function Start-Scheduled([string[]] $Arguments, [string] $Network = $exchange.WebSocketUri, [string] $Interpreter, [string] $Folder = $job) {
        $start = $Interpreter ? [Diagnostics.ProcessStartInfo]::new($Interpreter, $Arguments) : [Diagnostics.ProcessStartInfo]::new($program, [string[]] ($prefix + $Arguments))
        $start.WorkingDirectory = $Folder
        $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $start.Environment['KANA_NETWORK'] = $Network
        $start.Environment.Remove('NO_COLOR') | Out-Null
        $start.Environment['PATH'] = "$job/bin$([IO.Path]::PathSeparator)$env:PATH"
        $start.Environment['PSModulePath'] = "$modules$([IO.Path]::PathSeparator)$env:PSModulePath"
        $process = [Diagnostics.Process]::Start($start)
        @{ Process = $process; Output = $process.StandardOutput.ReadToEndAsync(); Errors = $process.StandardError.ReadToEndAsync() }
    }

    function Receive-Scheduled([hashtable] $Run) {
        $output = $Run.Output.Result
        $errors = $Run.Errors.Result -replace '\e\[[\d;]*m' -replace '\s*\n[\s|]*', ' '
        $Run.Process.WaitForExit()
        @{ Code = $Run.Process.ExitCode; Output = $output.Trim(); Errors = $errors }
    }

    function Invoke-Scheduled { Receive-Scheduled (Start-Scheduled @args) }
}

AfterAll {
    $exchange.Dispose()
    if ($broker) { $broker.Dispose() }
    $refusing.Dispose()
}

Describe 'A scheduled script' {
    It 'made after the recipe ends with 0 when all went well' {
        Set-Content $job/report.ps1 $recipe
        Invoke-Scheduled '-File', 'report.ps1' | ForEach-Object { "$($_.Code) $($_.Errors)$($_.Output)".Trim() } | Should -Be '0'
    }

    It 'made after the recipe ends with 1, a reason and a next step when the venue does not answer' {
        $network = '(?m)^\$env:KANA_NETWORK = .*$'
        $recipe | Should -Match $network
        Set-Content $job/report.ps1 ($recipe -replace $network)
        $run = Invoke-Scheduled '-File', 'report.ps1' -Network $refusing.Uri
        $run.Code | Should -Be 1
        $run.Errors | Should -Match 'can''t be reached.*Check the network and the endpoint'
    }

    It 'that catches nothing ends with 1 at the first error by -ErrorAction Stop, and shows what to do once' {
        Set-Content $job/plain.ps1 "Get-KanaOrderBook APTUSD -ErrorAction Stop`n'went on'"
        $run = Invoke-Scheduled '-File', 'plain.ps1'
        $run.Code | Should -Be 1
        $run.Output | Should -Not -Match 'went on'
        [regex]::Matches($run.Errors, 'Did you mean APT-USD\?').Count | Should -Be 1
    }

    It 'given with -Command ends with 1 in the same way' {
        $run = Invoke-Scheduled '-Command', "(Get-KanaOrderBook 14).Symbol; Get-KanaOrderBook 777 -TimeoutSec 0.3 -ErrorAction Stop; 'went on'"
        "$($run.Code) $($run.Output)" | Should -Be '1 APT-USD'
        $run.Errors | Should -Match 'no data for 0\.3 s'
    }
}

Describe 'The lines of the README that install the module' {
    It 'put it where PowerShell finds it' {
        $before = $env:PSModulePath
        New-Item -ItemType Directory TestDrive:/clone/out | Out-Null
        Copy-Item (Split-Path (Get-ModuleManifestPath)) TestDrive:/clone/out/KanaPerps -Recurse
        $install = [regex]::Match($readme, '(?ms)^```powershell\r?\n(?<code>\$modules = .*?)^```').Groups['code'].Value
        Push-Location (Get-Item TestDrive:/clone).FullName
        try {
            $env:PSModulePath = Join-Path $PWD modules
            . ([scriptblock]::Create($install))
            (Get-Module KanaPerps -ListAvailable).ModuleBase | Should -Be (Join-Path $PWD modules KanaPerps)
        }
        finally {
            $env:PSModulePath = $before
            Pop-Location
        }
    }
}

Describe 'A copy of the module under another version' {
    It 'is imported beside the first, whose assemblies serve both' {
        Copy-Item $modules/KanaPerps/0.1.0 $modules/KanaPerps/9.9.9 -Recurse
        (Get-Content -Raw $modules/KanaPerps/9.9.9/KanaPerps.psd1) -replace "(ModuleVersion\s*=\s*)'[^']+'", "`$1'9.9.9'" | Set-Content $modules/KanaPerps/9.9.9/KanaPerps.psd1
        Set-Content $job/two.ps1 @'
Import-Module KanaPerps -RequiredVersion 0.1.0
try { Import-Module KanaPerps -RequiredVersion 9.9.9 -ErrorAction Stop; 'both' } catch { 'refused' }
"$((Get-Module KanaPerps).Version)"
(Get-KanaOrderBook 14).Symbol
Import-Module KanaPerps -RequiredVersion 0.1.0
(Get-KanaOrderBook 14 | Format-Table | Out-String) -match 'APT-USD'
'@
        $run = Invoke-Scheduled '-File', 'two.ps1'
        $run.Output -split '\r?\n' | Should -Be 'both', '0.1.0 9.9.9', 'APT-USD', 'True'
        $run.Code | Should -Be 0
    }
}

Describe 'The example' -ForEach @{ Lines = $lines } {
    BeforeAll {
        # Each is started a few before its turn, since most of its time is waiting.
        $runs = @{}
        function Start-Example([int] $Number) {
            if ($Number -ge $Lines.Count) { return }
            $example = $Lines[$Number]
            $typed = $example.Line
            # An example that runs until Ctrl+C has to end here.
            if ($example.Script -in 'Save-Trade.ps1', 'Start-Bridge.ps1', 'Start-Recorder.ps1', 'Watch-Spread.ps1') { $typed += ' -TimeoutSec 3' }
            if ($broker) { $typed = $typed.Replace('nats://localhost:4222', $broker.Uri) } elseif ($typed.Contains('nats://')) { return }
            $folder = (New-Item -ItemType Directory $job/example$Number).FullName
            Copy-Item (Join-Path $PSScriptRoot '../../examples' $example.Script) $folder
            if ($example.Script -eq 'Export-Nightly.ps1') { $null = New-TestRecording $folder/rec 'live_funding_rate', '{"data":[{"market_id":"14","funding_rate":"0.5"}],"message":"live_funding_rate"}' }
            $runs[$Number] = $example.Shell -eq 'bash' ? (Start-Scheduled '-c', $typed -Interpreter bash -Folder $folder) : (Start-Scheduled '-Command', "$typed; exit `$LASTEXITCODE" -Folder $folder)
        }
        0..3 | ForEach-Object { Start-Example $_ }
    }

    It '<Line>, as typed in <Shell>, runs without an error' -ForEach $lines {
        Start-Example ($Number + 4)
        if (-not $runs[$Number]) { Set-ItResult -Skipped -Because 'nats-server is not on the path, and KANA_NATS_SERVER names none' }
        $run = Receive-Scheduled $runs[$Number]
        # Whether an order is filled in time is up to the simulator.
        if ($Script -eq 'Wait-Order.ps1' -and $run.Code -eq 75) {
            $run.Errors | Should -Match 'was not fulfilled within 3 s'
            return
        }
        $run.Errors | Should -BeNullOrEmpty
        if ($Script -in 'Test-Health.ps1', 'Export-PositionReport.ps1', 'Wait-Order.ps1') { $run.Output | Should -Not -Match '\e' -Because 'a scheduler or a monitor shows the codes of colours as they are' }
        # 2 says that a position is near its liquidation, or an order cancelled, which is up to the simulator.
        $run.Code | Should -BeIn ($Script -in 'Export-PositionReport.ps1', 'Wait-Order.ps1' ? @(0, 2) : @(0))
    }
}
