<#
.SYNOPSIS
    Saves the trades of markets in CSV files, one per day, for another program or a spreadsheet.
.DESCRIPTION
    Each match is one line, with the type and the id of the order on one of its two sides, and is written to the disk at once. Times
    are ISO 8601 in UTC and numbers have a decimal point, whatever the culture of the session. A spreadsheet can't run any text as a formula.
    Warnings about lost connections and gaps go to trouble.log in the same folder. With -PassThru each line that is written is output as an
    object too.
    When the script is run again, it continues the files; trades that they have already are not written twice. A line that a crash has cut
    short is moved to trouble.log. Only one recorder can write to a folder at a time.
.EXAMPLE
    ./Save-Trade.ps1 -Symbol APT-USD, BTC-USD -Folder ./trades -Network Simulator
#>
[CmdletBinding()]
param(
    # The symbols of the markets, with commas between them.
    [Parameter(Mandatory, Position = 0)]
    [string[]] $Symbol,

    # The folder of the files. It is created if it does not exist.
    [Parameter(Mandatory, Position = 1)]
    [string] $Folder,

    # Outputs each trade that is written, as an object.
    [switch] $PassThru,

    # Stops after this many seconds. Without it, the script runs until Ctrl+C.
    [double] $TimeoutSec,

    # Mainnet, Testnet or Simulator. The default is the environment variable KANA_NETWORK, or Mainnet.
    [string] $Network
)

$ErrorActionPreference = 'Stop'
$common = @{}
if ($Network) { $common.Network = $Network }
if ($TimeoutSec) { $common.TimeoutSec = $TimeoutSec }
# 'pwsh -File' passes a list as one text.
$Symbol = $Symbol -split '\s*,\s*' -ne ''
$Folder = (New-Item -ItemType Directory -Path $Folder -Force).FullName

# Puts a quote in front of a text that a spreadsheet would run as a formula.
function Protect-Text([string] $Text) {
    $Text -match '^\s*[=+@-]' ? "'$Text" : $Text
}

# Identifies a match: the text is the same for both of its sides and for its line in a file.
function Get-Key($Row) {
    $Row.Symbol, ($Row.Version ? $Row.Version : $Row.Time), $Row.Price, $Row.Size -join '|'
}

# Reads or writes a file that another program, such as a backup, may lock for a moment.
function Invoke-Patiently([scriptblock] $Action) {
    for ($try = 1; ; $try++) {
        try { return & $Action }
        catch [IO.IOException] {
            if ($try -ge 100) { throw }
            Start-Sleep -Milliseconds 100
        }
    }
}

# Counts each match in a file: two matches can be identical, so a set is not enough. An incomplete last line is cut off.
function Read-Day([string] $Path) {
    $matches = @{}
    if (-not (Test-Path -LiteralPath $Path)) { return $matches }
    $bytes = Invoke-Patiently { , [IO.File]::ReadAllBytes($Path) }
    $end = [Array]::LastIndexOf($bytes, [byte] 10) + 1
    if ($end -lt $bytes.Length) {
        $torn = [Text.Encoding]::UTF8.GetString($bytes, $end, $bytes.Length - $end)
        Write-Warning "$([DateTimeOffset]::UtcNow.ToString('o')) $Path ended in the middle of a line, which was cut off: $torn"
        Invoke-Patiently { $file = [IO.File]::OpenWrite($Path); try { $file.SetLength($end) } finally { $file.Dispose() } }
    }
    Invoke-Patiently { Import-Csv -LiteralPath $Path } | ForEach-Object { $matches[(Get-Key $_)]++ }
    $matches
}

# The operating system releases the lock when the process ends, even after a crash.
try { $lock = [IO.File]::Open((Join-Path $Folder 'recorder.lock'), 'OpenOrCreate', 'ReadWrite', 'None') }
catch [IO.IOException] { throw "Another recorder writes to $Folder. Give each recorder its own folder, or record all markets with one." }
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

            # A match has two rows, one for each side. Only the first is written.
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
            if ($PassThru) { $row }
        }
    } 3>> (Join-Path $Folder 'trouble.log')
}
finally {
    [cultureinfo]::CurrentCulture = $culture
    $lock.Dispose()
}
