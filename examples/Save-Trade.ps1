<#
.SYNOPSIS
    Keeps the trades of markets in CSV files, one a day, ready for another program or a spreadsheet.
.DESCRIPTION
    Each match is one line, with the type and the id of the order on one of its two sides, and is on the disk as soon as it is written. Times
    are ISO 8601 in UTC and numbers have a decimal point, whatever the culture of the session. No text can be run as a formula by a spreadsheet.
    What is told of lost connections and gaps goes to trouble.log beside the files.
    Run again, it goes on in the files of the days; trades that are in them already are not written twice. A line that a crash has torn is
    moved to trouble.log. One recorder can write to a folder at a time.
.EXAMPLE
    ./Save-Trade.ps1 -Symbol APT-USD, BTC-USD -Folder ./trades -Network Simulator
#>
[CmdletBinding()]
param(
    # The markets.
    [Parameter(Mandatory, Position = 0)]
    [string[]] $Symbol,

    # Where the files are. It is made if need be.
    [Parameter(Mandatory, Position = 1)]
    [string] $Folder,

    # Ends after this many seconds. Without it, it goes on until Ctrl+C.
    [double] $TimeoutSec,

    # Mainnet, Testnet or Simulator; else what KANA_NETWORK says, or Mainnet.
    [string] $Network
)

$ErrorActionPreference = 'Stop'
$common = @{}
if ($Network) { $common.Network = $Network }
if ($TimeoutSec) { $common.TimeoutSec = $TimeoutSec }
$Folder = (New-Item -ItemType Directory -Path $Folder -Force).FullName

# A quote in front of a text that a spreadsheet would take for a formula.
function Protect-Text([string] $Text) {
    $Text -match '^\s*[=+@-]' ? "'$Text" : $Text
}

# What is known of a match, in one text: the same for both of its sides, and for its line in a file.
function Get-Key($Row) {
    $Row.Symbol, ($Row.Version ? $Row.Version : $Row.Time), $Row.Price, $Row.Size -join '|'
}

# Reads or writes a file that another program may hold for a moment, such as a backup.
function Invoke-Patiently([scriptblock] $Action) {
    for ($try = 1; ; $try++) {
        try { return & $Action }
        catch [IO.IOException] {
            if ($try -ge 100) { throw }
            Start-Sleep -Milliseconds 100
        }
    }
}

# How often each match is in a file: two can look the same, so a set would not do. What follows the last whole line is cut off.
function Read-Day([string] $Path) {
    $matches = @{}
    if (-not (Test-Path -LiteralPath $Path)) { return $matches }
    $bytes = Invoke-Patiently { , [IO.File]::ReadAllBytes($Path) }
    $end = [Array]::LastIndexOf($bytes, [byte] 10) + 1
    if ($end -lt $bytes.Length) {
        $torn = [Text.Encoding]::UTF8.GetString($bytes, $end, $bytes.Length - $end)
        Write-Warning "$([DateTimeOffset]::UtcNow.ToString('o')) $Path ended in the middle of a line, which is cut off: $torn"
        Invoke-Patiently { $file = [IO.File]::OpenWrite($Path); try { $file.SetLength($end) } finally { $file.Dispose() } }
    }
    Invoke-Patiently { Import-Csv -LiteralPath $Path } | ForEach-Object { $matches[(Get-Key $_)]++ }
    $matches
}

# The lock ends with the process, however that ends.
try { $lock = [IO.File]::Open((Join-Path $Folder 'recorder.lock'), 'OpenOrCreate', 'ReadWrite', 'None') }
catch [IO.IOException] { throw "Another recorder writes to $Folder. Give each one its own folder, or name all markets in one." }
$culture = [cultureinfo]::CurrentCulture
try {
    [cultureinfo]::CurrentCulture = [cultureinfo]::InvariantCulture
    $saved = @{}
    $halves = @{}
    & {
        Watch-KanaTrade -Symbol $Symbol @common | ForEach-Object {
            $row = [pscustomobject]@{
                Time    = $_.Timestamp ? $_.Timestamp.ToString('o') : ''
                Symbol  = Protect-Text ($_.Symbol ?? $_.MarketId)
                Price   = $_.Price
                Size    = $_.Size
                Value   = $_.OrderValue
                Type    = Protect-Text $_.OrderType
                Version = $_.TransactionVersion
                OrderId = Protect-Text $_.OrderId
            }

            # The second row of a match is the same match seen from the other end.
            $key = Get-Key $row
            if ($halves.ContainsKey($key)) {
                $halves.Remove($key)
                return
            }
            $halves[$key] = $true

            $path = Join-Path $Folder "trades-$($_.Timestamp ? $_.Timestamp.UtcDateTime.ToString('yyyy-MM-dd') : 'undated').csv"
            $saved[$path] ??= Read-Day $path
            if ($saved[$path][$key] -gt 0) {
                $saved[$path][$key]--
                return
            }
            $lines = @($row | ConvertTo-Csv)
            Invoke-Patiently {
                $isNew = -not (Test-Path -LiteralPath $path) -or (Get-Item -LiteralPath $path).Length -eq 0
                [IO.File]::AppendAllLines($path, [string[]] ($isNew ? $lines : $lines[1]))
            }
            $row
        }
    } 3>> (Join-Path $Folder 'trouble.log')
}
finally {
    [cultureinfo]::CurrentCulture = $culture
    $lock.Dispose()
}
