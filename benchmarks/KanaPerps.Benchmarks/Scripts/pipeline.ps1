# Writes how many objects a second three commands give to three consumers: 'consumer command objects-per-second'.
param([string] $Module, [string] $Reference, [string] $Server, [string] $Traffic, [int] $RowsPerMessage, [double] $Seconds, [int] $Runs, [string] $Csv)

$ErrorActionPreference = 'Stop'
# A server that sends each trade once looks as if it left rows out, and what is written here is read as figures.
$WarningPreference = 'SilentlyContinue'
Import-Module $Module, $Reference
$watch = if ($Traffic -eq 'Books') { Get-Command Watch-KanaOrderBook } else { Get-Command Watch-KanaTrade }

# Such a script is what one writes without a module.
function Read-Script([uri] $Address, [int] $Count) {
    $socket = [System.Net.WebSockets.ClientWebSocket]::new()
    $none = [System.Threading.CancellationToken]::None
    $null = $socket.ConnectAsync($Address, $none).GetAwaiter().GetResult()
    $request = [System.Text.Encoding]::UTF8.GetBytes('{"topic":"any"}')
    $null = $socket.SendAsync([System.ArraySegment[byte]]::new($request), 'Text', $true, $none).GetAwaiter().GetResult()
    $buffer = [byte[]]::new(128KB)
    for ($i = 0; $i -lt $Count; $i++) {
        $length = 0
        do {
            $part = [System.ArraySegment[byte]]::new($buffer, $length, $buffer.Length - $length)
            $result = $socket.ReceiveAsync($part, $none).GetAwaiter().GetResult()
            $length += $result.Count
        } until ($result.EndOfMessage)
        $message = [System.Text.Encoding]::UTF8.GetString($buffer, 0, $length) | ConvertFrom-Json
        if ($Traffic -eq 'Books') { $message } else { $message.data }
    }
    $socket.Dispose()
}

function Get-Rate([long] $Count, [scriptblock] $Work) {
    [GC]::Collect()
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    & $Work
    $Count / $clock.Elapsed.TotalSeconds
}

# What comes is sent as fast as the consumer is known to take it: a flood would only be merged and dropped before it reaches the pipeline.
function Get-Address([double] $Rate, [long] $Count) { [uri] "${Server}?$Traffic&$Count&$([long] [Math]::Ceiling($Rate / $RowsPerMessage))" }

$endless = [long]::MaxValue
$ready = @(& $watch -MarketId 14 -Endpoint (Get-Address 5000 $endless) -MaxEvents 1000)
Read-Script (Get-Address 0 $endless) 500 | Out-Null
$watching = @{ MarketId = 14 }
$consumers = [ordered] @{
    'Out-Null' = @(
        { Write-ReadyMade -InputObject $ready -Count $count | Out-Null },
        { & $watch @watching -Endpoint $address -MaxEvents $count | Out-Null },
        { Read-Script $address $messages | Out-Null })
    'ForEach-Object' = @(
        { Write-ReadyMade -InputObject $ready -Count $count | ForEach-Object { } },
        { & $watch @watching -Endpoint $address -MaxEvents $count | ForEach-Object { } },
        { Read-Script $address $messages | ForEach-Object { } })
    'Export-Csv' = @(
        { Write-ReadyMade -InputObject $ready -Count $count | Export-Csv $Csv },
        { & $watch @watching -Endpoint $address -MaxEvents $count | Export-Csv $Csv },
        { Read-Script $address $messages | Export-Csv $Csv })
}

foreach ($consumer in $consumers.Keys) {
    $writeReady, $watchFeed, $readSocket = $consumers[$consumer]
    $count = 20000
    $top = $rate = Get-Rate $count $writeReady
    $moduleRate = $rate
    $messages = 200
    for ($run = 0; $run -le $Runs; $run++) {
        $count = [long] ($rate * $Seconds)
        $rate = Get-Rate $count $writeReady
        $top = [Math]::Max($top, $rate)

        $address = Get-Address $top $endless
        $count = [long] [Math]::Max(1000, $moduleRate * $Seconds)
        $moduleRate = Get-Rate $count $watchFeed

        $address = Get-Address 0 $endless
        $count = $messages * $RowsPerMessage
        $scriptRate = Get-Rate $count $readSocket
        $messages = [long] [Math]::Max(100, $scriptRate / $RowsPerMessage * $Seconds)
        if ($run -gt 0) {
            foreach ($line in "ready-made $rate", "module $moduleRate", "script $scriptRate") {
                "$consumer $line"
            }
        }
    }
}
