# Runs the Pester suite in this session, on a built module folder. Ends with 0 when all passed, 1 when a test failed, 2 when nothing ran.
[CmdletBinding(PositionalBinding = $false)]
param(
    # Which test files to run, such as: Trade Help. All by default.
    [Parameter(ValueFromRemainingArguments)]
    [string[]] $Name = '*',

    # The built folder; out/KanaPerps of this repository by default.
    [string] $ModulePath = (Join-Path $PSScriptRoot '../../out/KanaPerps'),

    # A JSON file to write the counts to, for another program to read.
    [string] $ReportPath,

    # A folder that runs side by side share: each takes the next test file that no other has taken.
    [string] $ClaimPath,

    # What version of PowerShell this is to be, such as 7.6: a test that runs elsewhere than meant proves nothing.
    [version] $PowerShellVersion
)

$ErrorActionPreference = 'Stop'

function Write-Report([hashtable] $Report) {
    if ($ReportPath) { ConvertTo-Json -InputObject $Report | Set-Content -LiteralPath $ReportPath }
}

# Whether this run takes the file: the one that creates its mark does.
function Test-Claim([string] $FileName) {
    try {
        [IO.File]::Open((Join-Path $ClaimPath $FileName), [IO.FileMode]::CreateNew).Dispose()
        return $true
    }
    catch [IO.IOException] {
        return $false
    }
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
$configuration.Run.PassThru = $true
$configuration.CodeCoverage.Enabled = $false
$configuration.Output.Verbosity = 'Normal'
$files = @(foreach ($one in $Name) { Get-Item -Path (Join-Path $PSScriptRoot "$one.Tests.ps1") })

# The tests are to see errors as a user's session shows them.
$ErrorActionPreference = 'Continue'
$results = @(
    if ($ClaimPath) {
        # Those that take long come first: what is left for the end is short, so that no run waits long for another.
        $long = 'AccountHistory', 'Dependencies', 'Endings', 'Event', 'Examples', 'ExampleScripts', 'Notices', 'Runspaces', 'Scheduled', 'SessionViews', 'Signals', 'Show-KanaOrderBook'
        foreach ($file in $files | Sort-Object -Stable { $_.Name.Replace('.Tests.ps1', '') -notin $long }) {
            if (Test-Claim $file.Name) {
                $configuration.Run.Path = $file.FullName
                Invoke-Pester -Configuration $configuration
            }
        }
    }
    else {
        $configuration.Run.Path = $files.FullName
        Invoke-Pester -Configuration $configuration
    }
)

# The tests of a file that can't be discovered are not counted: the file counts as one that failed.
$sum = @{ Passed = 0; Failed = 0; Skipped = 0 }
foreach ($result in $results) {
    $sum.Passed += $result.PassedCount
    $sum.Failed += $result.FailedCount + $result.FailedContainersCount
    $sum.Skipped += $result.SkippedCount + $result.InconclusiveCount
}

Write-Report $sum
exit ($sum.Failed -gt 0 ? 1 : $sum.Passed -gt 0 ? 0 : 2)
