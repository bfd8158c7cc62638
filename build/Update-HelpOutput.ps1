<#
.SYNOPSIS
    Runs the examples of help pages on the simulator and writes what they print into the pages.
.DESCRIPTION
    Only examples that show their output are run. Get-Help indents examples by four columns, so the output is made for 76 columns: then it
    fits a terminal of 80. Pictures of Show-KanaOrderBook need a terminal and are left as they are. Read the difference before you commit it:
    numbers and times change with each run.
.EXAMPLE
    ./build/Update-HelpOutput.ps1 -Name Get-KanaFill, Watch-KanaFill
#>
[CmdletBinding()]
param(
    # The pages, such as Get-KanaFill, with wildcards.
    [Parameter(Mandatory, Position = 0)]
    [string[]] $Name,

    # The built module.
    [string] $ModulePath = (Join-Path $PSScriptRoot '../out/KanaPerps')
)

$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../tests/Module/KanaPerps.TestHelpers.psm1"
$example = '(?m)^```powershell\n(?<code>(?s:.*?))^```\n(\n```Output\n(?<output>(?s:.*?))^```)?'
$network = $env:KANA_NETWORK
$PSStyle.OutputRendering = 'PlainText'

# A session with a window of 76 columns, to which the tables are fitted.
$runspace = [runspacefactory]::CreateRunspace((New-RecordingHost 76 24), [initialsessionstate]::CreateDefault2())
$runspace.Open()
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

# Runs an example as in a new session: without connections, and without other simulators where it shows them.
function Get-Output([string] $Code, [int] $MaxLines) {
    $isAlone = $Code -match '(Start|Get)-KanaSimulator'
    Invoke-InWindow "Disconnect-KanaConnection -All; $($isAlone ? 'Stop-KanaSimulator' : '')"
    try {
        $lines = (Invoke-InWindow ". { $Code } | Out-String -Width 76") -split '\r?\n' | ForEach-Object TrimEnd
        # An example that runs for some seconds prints more or less, as the market has it.
        $lines | Select-Object -First $MaxLines
    }
    finally {
        Invoke-InWindow 'Get-EventSubscriber | Unregister-Event; Get-Job | Remove-Job -Force'
        if ($isAlone) {
            Invoke-InWindow Stop-KanaSimulator
            Start-Exchange
        }
    }
}

try {
    Invoke-InWindow "Import-Module '$ModulePath'; `$PSDefaultParameterValues = @{ 'Watch-Kana*:TimeoutSec' = 10 }"
    Start-Exchange
    foreach ($page in Get-ChildItem "$PSScriptRoot/../docs/en-US" -Filter '*.md') {
        if (-not $Name.Where({ $page.BaseName -like $_ })) { continue }
        # Commands say -Network Simulator in their examples; topics set the variable once.
        $env:KANA_NETWORK = $page.BaseName -like 'about_*' ? 'Simulator' : ''
        $text = Get-Content -Raw -LiteralPath $page
        $updated = [regex]::Replace($text, $example, {
                param($match)
                $code = $match.Groups['code'].Value
                if (-not $match.Groups['output'].Success -or $code -match 'Show-Kana') { return $match.Value }
                $before = ($match.Groups['output'].Value -split '\n').Count
                $shown = (Get-Output $code ([Math]::Max($before + 2, 12))) -join "`n"
                $shown.Trim() ? ('```powershell', "$code``````", '', '```Output', $shown.Trim("`n"), '```' -join "`n") : $match.Value
            })
        if ($updated -ne $text) { Set-Content -NoNewline -LiteralPath $page -Value $updated }
    }
}
finally {
    Invoke-InWindow 'Disconnect-KanaConnection -All; Stop-KanaSimulator'
    $runspace.Dispose()
    $env:KANA_NETWORK = $network
}
