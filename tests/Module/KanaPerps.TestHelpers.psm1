# What the test files share. Waiting is for a signal where there is one, else a bounded poll: Wait-Until.

Set-StrictMode -Version 3

$script:ManifestPath = $env:KANA_MODULE ? $env:KANA_MODULE : (Join-Path $PSScriptRoot '../../out/KanaPerps/KanaPerps.psd1')

# Long enough for two cores under load; a test that passes never waits it out.
$script:Patience = 20

# The manifest of the built module: the tests never touch another copy.
function Get-ModuleManifestPath {
    (Resolve-Path -LiteralPath $script:ManifestPath).ProviderPath
}

# The command line that starts a shell like this one. Where dotnet started PowerShell, the process's own path is that of dotnet.
function Get-ShellCommand {
    [Environment]::ProcessPath
    if ([IO.Path]::GetFileNameWithoutExtension([Environment]::ProcessPath) -eq 'dotnet') { Join-Path $PSHOME 'pwsh.dll' }
    '-NoProfile', '-NonInteractive'
}

# Runs a shell like this one with the given arguments.
function Invoke-Shell {
    $program, $prefix = Get-ShellCommand
    & $program @prefix @args
}

function Import-KanaModule {
    Import-Module (Get-ModuleManifestPath) -Global -ErrorAction Stop

    # What another file has left may lead to a port that is this file's by now.
    Disconnect-KanaConnection -All
}

# An exchange of the test's own: 100 steps a second, each a second on its clock. -Paused stands still until Step() or Resume() is called.
function Start-TestExchange {
    param([switch] $Paused, [double] $Rate = 100, [int] $Seed = 7, [string] $Network = 'Mainnet', [string] $Encoding = 'Current', [string] $ApiKey)
    $options = @{ Rate = $Rate; ClockSpeed = $Rate; Seed = $Seed; Network = $Network; Encoding = $Encoding }
    if ($ApiKey) { $options.ApiKey = $ApiKey }
    $exchange = [KanaPerps.Simulator.SimulatedExchange]::Start([KanaPerps.Simulator.SimulatorOptions] $options, $null)
    if ($Paused) { $exchange.Pause() }
    $exchange
}

# The profile address of a wallet on any simulator. A wallet that ends in 0000 has a profile that was never used: its lists are empty and stay so.
function Get-TestProfile {
    param([Parameter(Mandatory)] [string] $Wallet)
    [KanaPerps.Simulator.SimulatedExchange]::ProfileAddressOf($Wallet)
}

# Lets a paused exchange run while a script does.
function Invoke-Moving {
    param([Parameter(Mandatory)] $Exchange, [Parameter(Mandatory)] [scriptblock] $Script)
    $Exchange.Resume()
    try { & $Script } finally { $Exchange.Pause() }
}

# Runs a script under a culture.
function Use-TestCulture {
    param([Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] [scriptblock] $Script)
    $before = [cultureinfo]::CurrentCulture
    [cultureinfo]::CurrentCulture = $Name
    try { & $Script } finally { [cultureinfo]::CurrentCulture = $before }
}

# Polls until the condition holds, or fails by name.
function Wait-Until {
    param([Parameter(Mandatory)] [scriptblock] $Condition, [Parameter(Mandatory)] [string] $Because, [double] $TimeoutSec = $script:Patience)
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($clock.Elapsed.TotalSeconds -gt $TimeoutSec) { throw "Waited $TimeoutSec s in vain: $Because" }
        [Threading.Thread]::Sleep(10)
    }
}

# Waits for the exchange to say that so many sockets are open, and tells how long it took.
function Wait-ConnectionCount {
    param([Parameter(Mandatory)] $Exchange, [Parameter(Mandatory)] [int] $Count, [double] $TimeoutSec = $script:Patience)
    $clock = [Diagnostics.Stopwatch]::StartNew()
    if (-not $Exchange.WaitForConnectionCountAsync($Count).Wait([timespan]::FromSeconds($TimeoutSec))) {
        throw "Waited $TimeoutSec s for $Count open sockets; there are $($Exchange.ConnectionCount)."
    }
    $clock.Elapsed
}

# What the exchange itself says to a new subscriber: the rows of the first message, past this module and its client.
function Get-VenueRow {
    param([Parameter(Mandatory)] $Exchange, [Parameter(Mandatory)] [hashtable] $Request)
    $deadline = [Threading.CancellationTokenSource]::new([timespan]::FromSeconds($script:Patience))
    $socket = [Net.WebSockets.ClientWebSocket]::new()
    try {
        [void] $socket.ConnectAsync($Exchange.WebSocketUri, $deadline.Token).GetAwaiter().GetResult()
        $text = [Text.Encoding]::UTF8.GetBytes(($Request | ConvertTo-Json -Compress))
        [void] $socket.SendAsync([ArraySegment[byte]] $text, 'Text', $true, $deadline.Token).GetAwaiter().GetResult()
        $message = [IO.MemoryStream]::new()
        $buffer = [ArraySegment[byte]]::new([byte[]]::new(65536))
        do {
            $part = $socket.ReceiveAsync($buffer, $deadline.Token).GetAwaiter().GetResult()
            $message.Write($buffer.Array, 0, $part.Count)
        } until ($part.EndOfMessage)
        @(([Text.Encoding]::UTF8.GetString($message.ToArray()) | ConvertFrom-Json -AsHashtable).data)
    }
    finally {
        $socket.Dispose()
        $deadline.Dispose()
    }
}

# Runs a script in a runspace of its own that has the module imported. Its parameters are bound by name.
function Start-Watcher {
    param([Parameter(Mandatory)] [scriptblock] $Script, [hashtable] $Parameters = @{}, [Management.Automation.Host.PSHost] $PSHost)
    $state = [initialsessionstate]::CreateDefault2()
    $state.ImportPSModule((Get-ModuleManifestPath))
    $runspace = $PSHost ? [runspacefactory]::CreateRunspace($PSHost, $state) : [runspacefactory]::CreateRunspace($state)
    $runspace.Open()
    $shell = [powershell]::Create()
    $shell.Runspace = $runspace
    [void] $shell.AddScript('Set-StrictMode -Version 3', $false).Invoke()
    $shell.Commands.Clear()
    [void] $shell.AddScript("$Script").AddParameters($Parameters)
    $noInput = [Management.Automation.PSDataCollection[psobject]]::new()
    $noInput.Complete()
    $output = [Management.Automation.PSDataCollection[psobject]]::new()
    [pscustomobject]@{ Shell = $shell; Output = $output; Streams = $shell.Streams; Run = $shell.BeginInvoke($noInput, $output) }
}

# Waits until a watcher has written so many objects, and gives them.
function Wait-Output {
    param([Parameter(Mandatory, ValueFromPipeline)] $Watcher, [int] $Count = 1)
    Wait-Until { $Watcher.Output.Count -ge $Count -or $Watcher.Run.IsCompleted } -Because "$Count objects from $($Watcher.Shell.Commands.Commands[0].CommandText)"
    if ($Watcher.Output.Count -lt $Count) { throw "The watcher ended after $($Watcher.Output.Count) objects: $($Watcher.Shell.InvocationStateInfo.Reason) $($Watcher.Streams.Error) $($Watcher.Streams.Warning)" }
    $Watcher.Output.ReadAll()
}

# Waits for a watcher to end by itself.
function Wait-End {
    param([Parameter(Mandatory, ValueFromPipeline)] $Watcher, [double] $TimeoutSec = $script:Patience)
    if (-not $Watcher.Run.AsyncWaitHandle.WaitOne([timespan]::FromSeconds($TimeoutSec))) { throw "The watcher did not end within $TimeoutSec s." }
}

# Stops a watcher as Ctrl+C does, and tells how long that took.
function Stop-Watcher {
    param([Parameter(Mandatory, ValueFromPipeline)] $Watcher)
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $Watcher.Shell.Stop()
    $clock.Elapsed
    Remove-Watcher $Watcher
}

function Remove-Watcher {
    param([Parameter(Mandatory, ValueFromPipeline)] $Watcher)
    process {
        $Watcher.Shell.Runspace.Dispose()
        $Watcher.Shell.Dispose()
    }
}

# A port that is taken and refuses: bound, but not listening.
function New-RefusingEndpoint {
    $socket = [Net.Sockets.Socket]::new([Net.Sockets.SocketType]::Stream, [Net.Sockets.ProtocolType]::Tcp)
    $socket.Bind([Net.IPEndPoint]::new([Net.IPAddress]::Loopback, 0))
    $socket | Add-Member -NotePropertyName Uri -NotePropertyValue ([uri] "ws://127.0.0.1:$($socket.LocalEndPoint.Port)/ws/") -PassThru
}

# The servers that all tests share, without what needs an assembly of the module: that is loaded from the built folder alone.
function Import-TestServer {
    if ('KanaPerps.Testing.AnsweringServer' -as [type]) { return }
    $names = 'AnsweringServer', 'ScriptedServer', 'ScriptedConnection', 'ScriptedWebSocket', 'Frame', 'ReceivedRequest', 'Samples', 'Deadline', 'Faults/TlsServer'
    $files = @($names | ForEach-Object { Join-Path $PSScriptRoot "../KanaPerps.Testing/$_.cs" }) + (Join-Path $PSScriptRoot 'ImplicitUsings.cs')
    Add-Type -LiteralPath $files -CompilerOptions '-nullable:enable'
}

# A server that answers as the test says. With $null for frames a dial gets no answer.
function Start-ScriptedServer {
    param([AllowNull()] [string[]] $Frames = @())
    Import-TestServer
    $server = [KanaPerps.Testing.AnsweringServer]::new()
    $server.Texts = $Frames
    $server
}

# A server with a certificate that no machine trusts.
function Start-UntrustedServer {
    Import-TestServer
    [KanaPerps.Testing.Faults.TlsServer]::new('localhost', [DateTimeOffset]::UtcNow.AddDays(1))
}

# A host whose window remembers what is drawn in it. Without a size it has no window.
function New-RecordingHost {
    param([int] $Width, [int] $Height)
    if (-not ('KanaPerps.ModuleTests.RecordingHost' -as [type])) {
        Add-Type -LiteralPath (Join-Path $PSScriptRoot 'RecordingHost.cs'), (Join-Path $PSScriptRoot 'RecordingScreen.cs') -CompilerOptions '-nullable:enable'
    }
    [KanaPerps.ModuleTests.RecordingHost]::new($Width, $Height)
}

# Runs a command that shows a picture in a session whose host has a window, with something in it that must be there again afterwards.
function Start-Show {
    param([Parameter(Mandatory)] [scriptblock] $Script, [hashtable] $With = @{}, [int] $Width = 120, [int] $Height = 30)
    $window = New-RecordingHost $Width $Height
    $window.UI.WriteLine('what was there before')
    $watcher = Start-Watcher $Script @{ Parameters = $With } -PSHost $window
    $watcher | Add-Member -NotePropertyName Screen -NotePropertyValue $window.Screen -PassThru
}

# Waits until the picture matches a pattern, and gives its lines.
function Wait-Picture {
    param([Parameter(Mandatory)] $Show, [Parameter(Mandatory)] [AllowEmptyString()] [string] $Pattern)
    $found = { $Show.Run.IsCompleted -or ($Show.Screen.IsAlternate -and ($Show.Screen.Lines -join "`n") -match $Pattern) }
    try { Wait-Until $found -Because "the picture shows '$Pattern'" } catch { throw "$_ There is:`n$($Show.Screen.Lines -join "`n")" }
    if ($Show.Run.IsCompleted) { throw "The command ended: $($Show.Shell.InvocationStateInfo.Reason) $($Show.Streams.Error)" }
    $Show.Screen.Lines
}

# What must hold of the window after every end.
function Assert-GivenBack {
    param([Parameter(Mandatory)] $Show)
    $Show.Screen.IsAlternate | Should -BeFalse -Because 'the user is back where the command began'
    $Show.Screen.ShowsCursor | Should -BeTrue
    $Show.Screen.Wraps | Should -BeTrue
    $Show.Screen.Lines[0] | Should -BeExactly 'what was there before'
    ($Show.Screen.Lines | Select-Object -Skip 1) -join '' | Should -BeNullOrEmpty
    $Show.Screen.Mistake | Should -BeNullOrEmpty
}

# Ends a picture with q.
function Stop-Show {
    param([Parameter(Mandatory)] $Show)
    $Show.Screen.Keys.Enqueue('q')
    Wait-End $Show
    Assert-GivenBack $Show
    $Show.Streams.Error | Should -BeNullOrEmpty
    Remove-Watcher $Show
}

# Runs a script, and gives what it wrote and the errors it made, the terminating one included.
function Invoke-Caught {
    param([Parameter(Mandatory)] [scriptblock] $Script)
    $output = [Collections.Generic.List[object]]::new()
    $errors = [Collections.Generic.List[Management.Automation.ErrorRecord]]::new()
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $terminated = $false
    try {
        & $Script 2>&1 | ForEach-Object { if ($_ -is [Management.Automation.ErrorRecord]) { $errors.Add($_) } else { $output.Add($_) } }
    }
    catch {
        $terminated = $true
        $errors.Add($_)
    }
    [pscustomobject]@{ Output = $output; Errors = $errors; Terminated = $terminated; Elapsed = $clock.Elapsed }
}

# What a user reads of an error: what is wrong, and what to do about it.
function Get-ErrorText {
    param([Parameter(Mandatory)] [Management.Automation.ErrorRecord] $Record)
    "$Record $($Record.ErrorDetails.RecommendedAction)"
}

# The connections of this process to one exchange.
function Get-ConnectionTo {
    param([Parameter(Mandatory)] [uri] $Endpoint)
    @(Get-KanaConnection | Where-Object Endpoint -EQ $Endpoint)
}

# A recording made without a recorder: a file of an hour with messages, given as a feed and a text in turn. They are a second apart.
function New-TestRecording {
    param([Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [string[]] $Message, [string] $Network = 'Testnet')
    [void] (New-Item -ItemType Directory -Path $Path)
    '{{"format":1,"network":"{0}"}}' -f $Network | Set-Content -LiteralPath "$Path/recording.json"
    $lines = for ($i = 0; $i -lt $Message.Count; $i += 2) {
        '{{"at":"2026-11-25T21:00:{0:00}.0000000Z","feed":"{1}","connection":1,"message":{2}}}' -f ($i / 2), $Message[$i], $Message[$i + 1]
    }
    $gzip = [IO.Compression.GZipStream]::new([IO.File]::Create("$Path/2026-11-25T21.jsonl.gz"), [IO.Compression.CompressionMode]::Compress)
    $gzip.Write([Text.Encoding]::UTF8.GetBytes((($lines -join "`n") + "`n")))
    $gzip.Dispose()
    $Path
}

# A real nats-server with a port and a folder of its own, or nothing where there is none. KANA_NATS_SERVER names another program than the one on the path.
function Start-TestBroker {
    param([switch] $WithoutJetStream)
    $program = Get-Command ($env:KANA_NATS_SERVER ? $env:KANA_NATS_SERVER : 'nats-server'), '/usr/sbin/nats-server' -CommandType Application -ErrorAction Ignore | Select-Object -First 1
    if (-not $program) { return }
    $folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "kana-nats-$([guid]::NewGuid())")).FullName
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $port = $listener.LocalEndpoint.Port
    $listener.Stop()
    $arguments = @('-a', '127.0.0.1', '-p', $port, '-l', "$folder/log") + ($WithoutJetStream ? @() : @('-js', '-sd', $folder))
    $process = [Diagnostics.Process]::Start($program.Source, [string[]] $arguments)
    $broker = [pscustomobject]@{ Uri = "nats://127.0.0.1:$port"; Process = $process; Folder = $folder }
    $broker | Add-Member -MemberType ScriptMethod -Name Dispose -Value { $this.Process.Kill(); $this.Process.WaitForExit(); Remove-Item -LiteralPath $this.Folder -Recurse -Force }
    Wait-Until { (Test-Path $folder/log) -and (Select-String -LiteralPath $folder/log -Pattern 'Server is ready' -Quiet) } -Because 'nats-server is ready'
    $broker
}

Export-ModuleMember -Function *-*
