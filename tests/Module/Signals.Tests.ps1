# How a process with a stream ends when the system ends it: docker stop, systemd, a terminal that closes. Each case is a process of its own.

BeforeDiscovery {
    # What a shell makes of a process that the signal has ended.
    $signals = @(
        @{ Signal = 'TERM'; Code = 143 }
        @{ Signal = 'HUP'; Code = 129 }
    )
    $hasTerminal = [bool] (Get-Command script -CommandType Application -ErrorAction Ignore)
}

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Rate 20
    $venue = @{ Endpoint = $exchange.WebSocketUri }
    $program, $prefix = Get-ShellCommand
    $published = Start-Watcher { param($Endpoint) Watch-KanaTrade 14 -Endpoint $Endpoint } @{ Endpoint = $exchange.WebSocketUri }

    # Starts a script in a shell and a folder of their own. It can use $venue, and Say: a letter in a file, on the disk at once.
    function Start-Shell([string] $Script) {
        $folder = (New-Item -ItemType Directory "TestDrive:/$([guid]::NewGuid())").FullName
        Set-Content $folder/script.ps1 @"
Import-Module '$(Get-ModuleManifestPath)'
`$venue = @{ Endpoint = '$($exchange.WebSocketUri)' }
function Say([string] `$Text, [string] `$File = 'said') { [IO.File]::AppendAllText("$folder/`$File", `$Text) }
Set-Location '$folder'
Say `$PID pid
$Script
Say 'went on'
"@
        $start = [Diagnostics.ProcessStartInfo]::new($program, [string[]] ($prefix + @('-File', "$folder/script.ps1")))
        $start.RedirectStandardInput = $true
        @{ Folder = $folder; Process = [Diagnostics.Process]::Start($start) }
    }

    # Starts a script in a terminal of 80 x 24: its screen is in a file.
    function Start-Terminal([string] $Script, [string[]] $Options = @()) {
        $folder = (New-Item -ItemType Directory "TestDrive:/$([guid]::NewGuid())").FullName
        Set-Content $folder/script.ps1 "Import-Module '$(Get-ModuleManifestPath)'; [IO.File]::WriteAllText('$folder/pid', `$PID); $Script"
        $command = (@($program) + $prefix + $Options + '-File', "$folder/script.ps1" | ForEach-Object { "'$_'" }) -join ' '
        $start = [Diagnostics.ProcessStartInfo]::new('script', [string[]] ('-qfec', "stty rows 24 cols 80; exec $command", "$folder/screen"))
        $start.Environment['TERM'] = 'xterm-256color'
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
        @{ Folder = $folder; Process = [Diagnostics.Process]::Start($start) }
    }

    # Gives the exit code.
    function Stop-Terminal($Terminal, [string] $Signal) {
        /bin/kill "-$Signal" (Get-Said $Terminal pid)
        $Terminal.Process.WaitForExit(20000) | Should -BeTrue
        $Terminal.Process.ExitCode
    }

    function Get-Said($Shell, [string] $File = 'said') {
        (Test-Path "$($Shell.Folder)/$File") ? [IO.File]::ReadAllText("$($Shell.Folder)/$File") : ''
    }

    function Get-Identities([object[]] $Trades) {
        ($Trades | ForEach-Object { "$($_.TransactionVersion) $($_.Side) $($_.TradeId)" }) -join "`n"
    }

    # Gives the exit code.
    function Stop-Shell($Shell, [string] $Signal) {
        /bin/kill "-$Signal" $Shell.Process.Id
        if (-not $Shell.Process.WaitForExit(20000)) {
            $Shell.Process.Kill()
            throw "The process did not end by SIG$Signal."
        }
        $Shell.Process.ExitCode
    }

    # The lines of a file of trades must be whole, and none may be missing of what the exchange published between the first and the last.
    function Assert-Whole([string] $Path, [int] $Rows) {
        $text = [IO.File]::ReadAllText($Path)
        $text | Should -Match '\n\z' -Because 'the last line is whole'
        $saved = @(Import-Csv $Path)
        $saved | Should -HaveCount $Rows
        $identities = Get-Identities $saved
        Wait-Until { (Get-Identities @(for ($i = 0; $i -lt $published.Output.Count; $i++) { $published.Output[$i] })).Contains($identities) } -Because 'the rows lie beside each other in what the exchange published'
    }
}

AfterAll {
    Stop-Watcher $published | Out-Null
    $exchange.Dispose()
}

Describe 'SIG<Signal>' -ForEach $signals -Skip:$IsWindows {
    It 'ends a wait without an error that a script could act on' {
        $connections = $exchange.TotalConnections
        $shell = Start-Shell 'try { Watch-KanaOrderBook 777 @venue -WarningAction Ignore | Wait-KanaCondition { $true } } catch { Say "caught $_" }'
        Wait-Until { Get-Said $shell pid } -Because 'the script runs' -TimeoutSec 60
        Wait-Until { $exchange.TotalConnections -gt $connections } -Because 'it waits' -TimeoutSec 60
        Stop-Shell $shell $Signal | Should -Be $Code
        Get-Said $shell | Should -BeNullOrEmpty
    }

    It 'ends a stream in order: every row handed on is in the file, and nothing comes after it' {
        $shell = Start-Shell 'Watch-KanaTrade 14 @venue -NewOnly | ForEach-Object { Say .; $_ } -End { Say E } | Export-Csv trades.csv'
        Wait-Until { (Get-Said $shell) -match '\.{3}' } -Because 'trades are handed on' -TimeoutSec 60
        Stop-Shell $shell $Signal | Should -Be $Code
        Get-Said $shell | Should -Match '^\.+E$' -Because 'what is behind the stream has ended, and the script did not go on'
        Assert-Whole "$($shell.Folder)/trades.csv" ((Get-Said $shell).Length - 1)
        Wait-ConnectionCount $exchange 1 | Out-Null
    }

    It 'stops the pipelines around the one with the stream as Ctrl+C does: their files are whole' {
        $shell = Start-Shell 'function Read-Trade { while ($true) { Watch-KanaTrade 14 @venue -NewOnly | ForEach-Object { Say . ; $_ } } }; Read-Trade | Export-Csv trades.csv'
        Wait-Until { (Get-Said $shell) -match '\.{3}' } -Because 'trades are handed on' -TimeoutSec 60
        Stop-Shell $shell $Signal | Should -Be $Code
        Get-Said $shell | Should -Match '^\.+$'
        Assert-Whole "$($shell.Folder)/trades.csv" (Get-Said $shell).Length
    }

    It 'gives the window of Show-KanaOrderBook back' -Skip:(-not $hasTerminal) {
        $terminal = Start-Terminal "Show-KanaOrderBook 14 -Endpoint $($exchange.WebSocketUri)"
        Wait-Until { (Get-Said $terminal screen).Contains('spread') } -Because 'the picture shows' -TimeoutSec 60
        Stop-Terminal $terminal $Signal | Should -Be $Code
        $screen = Get-Said $terminal screen
        $screen.LastIndexOf("`e[?1049;2026l") | Should -BeGreaterThan $screen.LastIndexOf("`e[?1049;7h") -Because 'the alternate screen is left'
        $screen.LastIndexOf("`e[?7;25h") | Should -BeGreaterThan $screen.LastIndexOf("`e[?7;25l") -Because 'the cursor shows'
    }
}

Describe 'A process that is ended while it streams' -Skip:$IsWindows {
    It 'ends in order also at a prompt where the stream was typed' -Skip:(-not $hasTerminal) {
        $terminal = Start-Terminal '' '-NoExit'
        $terminal.Process.StandardInput.Write("Watch-KanaTrade 14 -Endpoint $($exchange.WebSocketUri)`r")
        $answers = @{ Count = 0 }
        Wait-Until {
            # The console asks where the cursor is, and waits for the terminal's answer.
            $screen = Get-Said $terminal screen
            for (; $answers.Count -lt [regex]::Count($screen, '\e\[6n'); $answers.Count++) { $terminal.Process.StandardInput.Write("`e[1;1R") }
            $screen -match 'Buy|Sell'
        } -Because 'the stream shows' -TimeoutSec 60
        Stop-Terminal $terminal TERM | Should -Be 143
    }

    It 'does not wait for a command that can''t be stopped' {
        $shell = Start-Shell 'Watch-KanaTrade 14 @venue | ForEach-Object { Say .; [Threading.Thread]::Sleep(600000) }'
        Wait-Until { Get-Said $shell } -Because 'the pipeline is stuck' -TimeoutSec 60
        Stop-Shell $shell TERM | Should -Be 143
    }

    It 'brings the rows of a background job to the disk' {
        $shell = Start-Shell @'
Start-ThreadJob {
    Import-Module $args[1]
    Set-Location $args[2]
    Watch-KanaTrade 14 -Endpoint $args[0] -NewOnly | ForEach-Object { [IO.File]::AppendAllText("$PWD/said", '.'); $_ } | Export-Csv trades.csv
} -ArgumentList $venue.Endpoint, (Get-Module KanaPerps).Path, "$PWD" | Receive-Job -Wait
'@
        Wait-Until { (Get-Said $shell) -match '\.{3}' } -Because 'trades are handed on' -TimeoutSec 60
        Stop-Shell $shell TERM | Should -Be 143
        Get-Said $shell | Should -Match '^\.+$'
        Assert-Whole "$($shell.Folder)/trades.csv" (Get-Said $shell).Length
    }

    It 'leaves a signal to a handler that came later and has cancelled it' {
        $shell = Start-Shell @'
Add-Type @"
using System.Runtime.InteropServices;
public static class Handler
{
    public static PosixSignalRegistration Registration;
    public static void Register() => Registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => { context.Cancel = true; System.IO.File.AppendAllText("handled", "x"); });
}
"@
[Environment]::CurrentDirectory = $PWD
Watch-KanaTrade 14 @venue | ForEach-Object { if (-not [Handler]::Registration) { [Handler]::Register() }; Say .; if (Test-Path handled) { Say H handled; [Threading.Thread]::Sleep(100) } }
'@
        Wait-Until { Get-Said $shell } -Because 'trades come' -TimeoutSec 60
        /bin/kill -TERM $shell.Process.Id
        Wait-Until { (Get-Said $shell handled) -match '^xH{10}' } -Because 'the stream goes on after the signal' -TimeoutSec 60
        Stop-Shell $shell KILL | Out-Null
    }
}
