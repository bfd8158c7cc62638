<#
.SYNOPSIS
    Writes into the help pages what is known elsewhere: syntax, parameters, inputs, properties of outputs, and the output of examples.
.DESCRIPTION
    ./build.sh help runs it. What only a page knows stays as it is: a second run changes nothing. A command without a page gets the draft of
    one, in which TODO marks what is left to write.

    Examples with a block of output are run on the simulator. Numbers and times change with each run, so the output in the page stays as long
    as it has the same columns or names; an empty block is always filled. Get-Help indents examples by four columns, so the output is made for
    76 columns: then it fits a terminal of 80. Pictures of Show- commands need a terminal and are left as they are.
.EXAMPLE
    ./build/Update-Help.ps1 -Name Get-KanaFill, Watch-KanaFill
#>
[CmdletBinding()]
param(
    # The pages, such as Get-KanaFill, with wildcards.
    [Parameter(Position = 0)]
    [string[]] $Name = '*',

    # The built module.
    [string] $ModulePath = (Join-Path $PSScriptRoot '../out/KanaPerps')
)

$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../tests/Module/KanaPerps.TestHelpers.psm1"
Import-Module "$PSScriptRoot/HelpPages.psm1"
Import-Module $ModulePath
$pages = Join-Path $PSScriptRoot ../docs/en-US
$example = '(?m)^```powershell\n(?<code>(?:(?!```).*\n)*)```\n\n```Output\n(?<output>(?:(?!```).*\n)*)```$'
$network = $env:KANA_NETWORK
$PSStyle.OutputRendering = 'PlainText'

# A session with a window of 76 columns, to which the tables are fitted.
$runspace = [runspacefactory]::CreateRunspace((New-RecordingHost 76 24), [initialsessionstate]::CreateDefault2())
$runspace.Open()
$broker = Start-TestBroker
function Invoke-InWindow([string] $Script) {
    $shell = [powershell]::Create($runspace)
    try {
        $shell.AddScript($Script).Invoke()
        if ($shell.HadErrors) { throw "$Script`n$($shell.Streams.Error)" }
    }
    finally { $shell.Dispose() }
}

# An hour of the exchange passes in each second, so its accounts soon have fills and funding to show.
function Start-Exchange {
    Invoke-InWindow {
        $null = Start-KanaSimulator -Rate 100 -ClockSpeed 3600 -Seed 7
        Get-KanaProfileAddress 0x5a11ce -Network Simulator | Watch-KanaFill -NewOnly -MaxEvents 5 -TimeoutSec 60 | Out-Null
    }
}

# Runs an example as in a new session: in a folder of its own, without connections, and without other simulators where it shows them.
function Get-Output([string] $Code, [int] $MaxLines) {
    $isAlone = $Code -match '(Start|Get)-KanaSimulator'
    Invoke-InWindow "Disconnect-KanaConnection -All; $($isAlone ? 'Stop-KanaSimulator' : '')"
    $folder = New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid()))
    Invoke-InWindow "Set-Location -LiteralPath '$folder'"
    if ($broker) { $Code = $Code.Replace('nats://localhost:4222', $broker.Uri) }
    try {
        $lines = (Invoke-InWindow ". { $Code } | Out-String -Width 76") -split '\r?\n' | ForEach-Object TrimEnd
        # An example that runs for some seconds prints more or less, as the market has it.
        ($lines | Select-Object -First $MaxLines) -join "`n"
    }
    finally {
        Invoke-InWindow "Get-EventSubscriber | Unregister-Event; Get-Job | Remove-Job -Force; Set-Location -LiteralPath '$PSScriptRoot'"
        Remove-Item -LiteralPath $folder -Recurse -Force
        if ($isAlone) {
            Invoke-InWindow Stop-KanaSimulator
            Start-Exchange
        }
    }
}

function Update-Output([string] $Page) {
    [regex]::Replace($Page, $example, {
            param($match)
            $code = $match.Groups['code'].Value
            $shown = $match.Groups['output'].Value
            if ($code -match 'Show-Kana|TODO') { return $match.Value }
            $now = (Get-Output $code ([Math]::Max(($shown -split '\n').Count + 2, 12))).Trim("`n")
            if (-not $now.Trim() -or ($shown.Trim() -and (Get-HelpOutputShape $now) -ceq (Get-HelpOutputShape $shown))) { return $match.Value }
            '```powershell', "$code``````", '', '```Output', $now, '```' -join "`n"
        })
}

try {
    Invoke-InWindow "Import-Module '$ModulePath'; `$PSDefaultParameterValues = @{ 'Watch-Kana*:TimeoutSec' = 10 }"
    Start-Exchange
    $names = (Get-Command -Module KanaPerps).Name + (Get-ChildItem $pages -Filter 'about_*.md').BaseName
    foreach ($one in $names.Where({ $page = $_; $Name.Where({ $page -like $_ }) })) {
        $path = Join-Path $pages "$one.md"
        $before = (Test-Path -LiteralPath $path) ? ((Get-Content -Raw -LiteralPath $path) -replace '\r\n', "`n") : ''
        $command = $one -notlike 'about_*' ? (Get-Command $one) : $null
        # Commands say -Network Simulator in their examples; topics set the variable once.
        $env:KANA_NETWORK = $command ? '' : 'Simulator'
        $after = Update-Output ($command ? (Update-HelpPage $command ($before ? $before : (New-HelpDraft $command))) : $before)
        if ($after -cne $before) {
            Set-Content -NoNewline -LiteralPath $path -Value $after
            "$($before ? 'Updated' : 'Drafted') docs/en-US/$one.md$($after -cmatch 'TODO' ? ': TODO marks what is left to write' : '')"
        }
    }
}
finally {
    Invoke-InWindow 'Stop-KanaBridge; Disconnect-KanaConnection -All; Stop-KanaSimulator'
    if ($broker) { $broker.Dispose() }
    $runspace.Dispose()
    $env:KANA_NETWORK = $network
}
