# Runs the Pester suite in this session, on a built module folder. Ends with 0 when all passed, 1 when a test failed, 2 when nothing ran.
[CmdletBinding(PositionalBinding = $false)]
param(
    # Which test files to run, such as: Trade Help. All by default.
    [Parameter(ValueFromRemainingArguments)]
    [string[]] $Name = '*',

    # The built folder; out/KanaPerps of this repository by default.
    [string] $ModulePath = (Join-Path $PSScriptRoot '../../out/KanaPerps'),

    # A JSON file to write the counts to, so that nobody has to read them from the console.
    [string] $ReportPath,

    # What version of PowerShell this is to be, such as 7.6: a test that runs elsewhere than meant proves nothing.
    [version] $PowerShellVersion
)

$ErrorActionPreference = 'Stop'

function Write-Report([hashtable] $Report) {
    if ($ReportPath) { ConvertTo-Json -InputObject $Report | Set-Content -LiteralPath $ReportPath }
}

$here = $PSVersionTable.PSVersion
if ($PowerShellVersion -and ($here.Major -ne $PowerShellVersion.Major -or $here.Minor -ne $PowerShellVersion.Minor)) {
    throw "This is PowerShell $here, and not $PowerShellVersion."
}

# The build puts the version there that the project is tested with.
$pester = Join-Path $PSScriptRoot '../../out/modules/Pester/Pester.psd1'
if (-not (Test-Path -LiteralPath $pester)) {
    $reason = "Pester is not in out/modules; 'dotnet build build/TestModules -t:StageModule -restore' puts it there"
    Write-Report @{ NotRun = $reason }
    Write-Warning "The tests did not run: $reason."
    exit 2
}

# The tests look for the module there and nowhere else.
$env:KANA_MODULE = (Resolve-Path -LiteralPath (Join-Path $ModulePath 'KanaPerps.psd1')).ProviderPath
Import-Module -Name $pester
$configuration = New-PesterConfiguration
$configuration.Run.Path = @(foreach ($one in $Name) { Join-Path $PSScriptRoot "$one.Tests.ps1" })
$configuration.Run.PassThru = $true
$configuration.CodeCoverage.Enabled = $false
$configuration.Output.Verbosity = 'Normal'
# The tests are to see errors as a user's session shows them.
$ErrorActionPreference = 'Continue'
$result = Invoke-Pester -Configuration $configuration

# A file that can't even be discovered holds tests that nobody counts.
$failed = [int] ($result.FailedCount + $result.FailedContainersCount)
Write-Report @{
    Passed  = [int] $result.PassedCount
    Failed  = $failed
    Skipped = [int] ($result.SkippedCount + $result.InconclusiveCount)
}
exit ($failed -gt 0 ? 1 : $result.PassedCount -gt 0 ? 0 : 2)
