# Holds the built module to the rules that a gallery applies. Ends with 1 when one is broken, and says so in words when nothing was run.
param(
    [Parameter(Mandatory)]
    [string] $ModulePath
)

$ErrorActionPreference = 'Stop'

if (-not (Get-Module -Name PSScriptAnalyzer -ListAvailable)) {
    "The rules were not run: the PowerShell here ($($PSVersionTable.PSVersion)) has no PSScriptAnalyzer; Install-PSResource PSScriptAnalyzer gets it."
    exit 0
}

Import-Module -Name PSScriptAnalyzer
$findings = @(Invoke-ScriptAnalyzer -Path $ModulePath -Recurse -Settings PSGallery)
$findings | Format-Table -Property ScriptName, Line, Severity, RuleName, Message -Wrap | Out-Host
"PSScriptAnalyzer $((Get-Module -Name PSScriptAnalyzer).Version): $($findings.Count) findings."
exit ($findings.Count -gt 0 ? 1 : 0)
