<#
.SYNOPSIS
    Keeps the trades of markets in CSV files, one a day, ready for another program or a spreadsheet.
.DESCRIPTION
    Each match is one line. Times are ISO 8601 in UTC and numbers have a decimal point, whatever the culture of the session. No text can
    be run as a formula by a spreadsheet. What is told of lost connections and gaps goes to a log beside the files.
    Run again, it goes on in the files of the day; trades that are in them already are not written twice.
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
[cultureinfo]::CurrentCulture = [cultureinfo]::InvariantCulture
$common = @{}
if ($Network) { $common.Network = $Network }
if ($TimeoutSec) { $common.TimeoutSec = $TimeoutSec }
$Folder = (New-Item -ItemType Directory -Path $Folder -Force).FullName

# A quote in front of a text that a spreadsheet would take for a formula.
function Protect-Text([string] $Text) {
    $Text -match '^\s*[=+@-]' ? "'$Text" : $Text
}

# What is known of a match, in one text: the same for an object and for its line in a file.
function Get-Key($Row) {
    $Row.Symbol, $Row.Version, $Row.Price, $Row.Size, $Row.OrderId -join '|'
}

# How often each is in the files: two matches can look the same, so a set would not do.
$saved = @{}
Get-ChildItem -LiteralPath $Folder -Filter 'trades-*.csv' | Sort-Object Name | Select-Object -Last 2 |
    Import-Csv | ForEach-Object { $saved[(Get-Key $_)]++ }

# The selling side is the same match seen from the other end.
Watch-KanaTrade -Symbol $Symbol @common 3>> (Join-Path $Folder 'trouble.log') | Where-Object Side -EQ Buy | ForEach-Object {
    $time = $_.Timestamp ?? $_.ReceivedAt
    $row = [pscustomobject]@{
        Time    = $time.ToString('o')
        Symbol  = Protect-Text $_.Symbol
        Price   = $_.Price
        Size    = $_.Size
        Value   = $_.OrderValue
        Type    = Protect-Text $_.OrderType
        Version = $_.TransactionVersion
        OrderId = Protect-Text $_.OrderId
    }
    $key = Get-Key $row
    if ($saved[$key] -gt 0) {
        $saved[$key]--
        return
    }
    $row | Export-Csv -LiteralPath (Join-Path $Folder "trades-$($time.ToString('yyyy-MM-dd')).csv") -Append
    $row
}
