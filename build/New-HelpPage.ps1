<#
.SYNOPSIS
    Writes the first draft of a cmdlet's help page, with all facts right, from the built module and a page that is like it.
.DESCRIPTION
    Syntax, facts of parameters and properties of outputs come from the cmdlet itself; descriptions of parameters from pages that have a
    parameter of the same name; those of properties from the XML comments of the model. What is left to write is marked TODO.
.EXAMPLE
    ./build/New-HelpPage.ps1 -Name Watch-KanaBestPrice -Like Watch-KanaOrderBook
#>
param(
    # The cmdlet, in the module that out/KanaPerps holds.
    [Parameter(Mandatory)]
    [string] $Name,

    # The cmdlet whose page it is to resemble.
    [Parameter(Mandatory)]
    [string] $Like
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3
$root = Split-Path $PSScriptRoot
$pages = Join-Path $root docs/en-US
$path = Join-Path $pages "$Name.md"
if (Test-Path -LiteralPath $path) { throw "$path is there already." }
Import-Module (Join-Path $root out/KanaPerps)
Import-Module $PSScriptRoot/HelpPages.psm1
$command = Get-Command -Name $Name -Module KanaPerps
$model = Get-Content -Raw (Join-Path $pages "$Like.md")

# How pages describe a parameter: the model first.
function Get-Description([string] $Parameter) {
    foreach ($text in @($model) + @(Get-ChildItem $pages -Filter '*-Kana*.md' | Get-Content -Raw)) {
        $section = Get-HelpSection (Get-HelpSection $text '## PARAMETERS') "### -$Parameter"
        if ($section) { return ($section -replace '(?s)```yaml.*').Trim(), [regex]::Match($section, '(?m)^Default value: (.*)$').Groups[1].Value }
    }
    'TODO', 'None'
}

function Format-Parameter([System.Management.Automation.ParameterMetadata] $Parameter) {
    $facts = Get-HelpParameterFact $Parameter
    $description, $default = Get-Description $Parameter.Name
    @"
### -$($Parameter.Name)

$description

``````yaml
Type: $($facts['Type'])
Parameter Sets: $($facts['Parameter Sets'])
Aliases: $($facts['Aliases'])

Required: $($facts['Required'])
Position: $($facts['Position'])
Default value: $default
Accept pipeline input: $($facts['Accept pipeline input'])
Accept wildcard characters: $($facts['Accept wildcard characters'])
``````
"@ -replace '(?m) +$'
}

# The first paragraph of the XML comment of a member, without what is said of the wire.
function Get-Comment([string] $Member) {
    $node = $comments.SelectSingleNode("//member[@name='$Member']/summary")
    if (-not $node) { return 'TODO' }
    $text = $node.InnerXml -replace '<see \w+="(?:\w:)?(?:[\w.]+\.)?(\w+)"\s*/>', '$1' -replace '</?c>', '`' -creplace '\bDecimal\b', 'decimal'
    ($text -replace '\s+', ' ' -replace ' ?Wire: .*').Trim()
}

$type = $command.OutputType.Type
[xml] $comments = Get-Content -Raw (Join-Path $root src/KanaPerps.Client/bin/Release/net10.0/KanaPerps.Client.xml)
$properties = foreach ($property in $type.GetProperties('Public, Instance')) {
    $text = Get-Comment "P:$($property.DeclaringType.FullName).$($property.Name)"
    "- ``$($property.Name)``: $text"
}
$common = [System.Management.Automation.Cmdlet]::CommonParameters
$parameters = $command.Parameters.Values | Where-Object Name -NotIn $common | Sort-Object Name | ForEach-Object { Format-Parameter $_ }
$syntax = foreach ($set in $command.ParameterSets | Sort-Object { -not $_.IsDefault } -Stable) {
    if ($set.Name -ne '__AllParameterSets') { "### $($set.Name)$($set.IsDefault ? ' (Default)' : '')", '' }
    '```', "$Name $set", '```', ''
}
$page = @"
$([regex]::Match($model, '(?s)\A---.*?---').Value)

# $Name

## SYNOPSIS

TODO

## SYNTAX

$(($syntax -join "`n").Trim())

## DESCRIPTION

$(Get-HelpSection $model '## DESCRIPTION')

## EXAMPLES

### Example 1: TODO

``````powershell
$Name TODO -Network Simulator
``````

## PARAMETERS

$($parameters -join "`n`n")

### CommonParameters

$(Get-HelpSection (Get-HelpSection $model '## PARAMETERS') '### CommonParameters')

## INPUTS

$(Get-HelpSection $model '## INPUTS')

## OUTPUTS

### $($type.FullName)

$(Get-Comment "T:$($type.FullName)")

$($properties -join "`n")

## NOTES

## RELATED LINKS

$(Get-HelpSection $model '## RELATED LINKS')
"@
Set-Content -LiteralPath $path -Value ($page -replace '\r\n', "`n")
Get-Item -LiteralPath $path
