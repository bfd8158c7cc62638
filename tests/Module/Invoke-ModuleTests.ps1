# Runs the Pester suite in this session and writes its counts to a JSON file, so that nobody has to read them from the console.
param(
    [Parameter(Mandatory)]
    [string] $ReportPath
)

$ErrorActionPreference = 'Stop'

function Write-Report([hashtable] $Report) {
    ConvertTo-Json -InputObject $Report | Set-Content -LiteralPath $ReportPath
}

if (-not (Get-Module -Name Pester -ListAvailable | Where-Object Version -ge '5.0')) {
    Write-Report @{ NotRun = "the PowerShell here ($($PSVersionTable.PSVersion)) has no Pester 5; Install-PSResource Pester gets it" }
    exit
}

Import-Module -Name Pester -MinimumVersion 5.0
$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.PassThru = $true
$configuration.CodeCoverage.Enabled = $false
$configuration.Output.Verbosity = 'Normal'
# The tests are to see errors as a user's session shows them.
$ErrorActionPreference = 'Continue'
$result = Invoke-Pester -Configuration $configuration

# A file that can't even be discovered holds tests that nobody counts.
Write-Report @{
    Passed  = [int] $result.PassedCount
    Failed  = [int] ($result.FailedCount + $result.FailedContainersCount)
    Skipped = [int] ($result.SkippedCount + $result.InconclusiveCount)
}
