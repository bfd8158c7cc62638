# What a help page says that is known elsewhere: syntax and facts from the command, the meaning of properties from the XML comments, what
# several commands share from docs/en-US/parameters.md. build/Update-Help.ps1 writes it into the pages; the tests compare the pages with it.

Set-StrictMode -Version 3

$script:Root = Split-Path $PSScriptRoot
$script:Pages = Join-Path $script:Root docs/en-US
$script:Width = 120
# What is left to a person in the draft of a page.
$script:Todo = 'TODO'

# The text under a heading, as far as the next one that is not smaller, or nothing without such a heading.
function Get-HelpSection {
    param([Parameter(Mandatory)] [AllowEmptyString()] [AllowNull()] [string] $Text, [Parameter(Mandatory)] [string] $Heading)
    $level = $Heading.Split(' ')[0].Length
    $match = [regex]::Match($Text, "(?ms)^$([regex]::Escape($Heading))\r?\n(?<body>.*?)(?=^#{1,$level} |\z)")
    if ($match.Success) { $match.Groups['body'].Value.Trim() }
}

# The facts about a parameter, in the words of a page.
function Get-HelpParameterFact {
    param([Parameter(Mandatory)] [System.Management.Automation.ParameterMetadata] $Parameter)
    $sets = @($Parameter.ParameterSets.Keys)
    $set = $Parameter.ParameterSets[$sets[0]]
    $sources = @(
        if ($set.ValueFromPipelineByPropertyName) { 'ByPropertyName' }
        if ($set.ValueFromPipeline) { 'ByValue' }
    )
    $facts = [ordered]@{
        'Type'                       = $Parameter.ParameterType.Name
        'Parameter Sets'             = $sets[0] -eq '__AllParameterSets' ? '(All)' : $sets -join ', '
        'Aliases'                    = $Parameter.Aliases -join ', '
        'Accepted values'            = (Get-AcceptedValue $Parameter) -join ', '
        'Required'                   = "$($set.IsMandatory)"
        'Position'                   = $set.Position -ge 0 ? "$($set.Position)" : 'Named'
        'Accept pipeline input'      = $sources ? "True ($($sources -join ', '))" : 'False'
        'Accept wildcard characters' = "$(@($Parameter.Attributes.Where({ $_ -is [System.Management.Automation.SupportsWildcardsAttribute] })).Count -gt 0)"
    }
    if (-not $facts['Accepted values']) { $facts.Remove('Accepted values') }
    $facts
}

function Get-AcceptedValue([System.Management.Automation.ParameterMetadata] $Parameter) {
    $type = $Parameter.ParameterType.IsArray ? $Parameter.ParameterType.GetElementType() : $Parameter.ParameterType
    if ($type.IsEnum) { return [enum]::GetNames($type) }
    $Parameter.Attributes.Where({ $_ -is [System.Management.Automation.ValidateSetAttribute] }).ForEach('ValidValues')
}

# The parameters of a command that are not common to all cmdlets, by name.
function Get-HelpParameter {
    param([Parameter(Mandatory)] [System.Management.Automation.CommandInfo] $Command)
    $Command.Parameters.Values | Where-Object Name -NotIn ([System.Management.Automation.Cmdlet]::CommonParameters) | Sort-Object Name
}

# Text in lines of a page, the first of them without the indentation.
function Format-HelpText([string] $Text, [string] $Indent = '') {
    $lines = [regex]::Matches(($Text -replace '\s+', ' ').Trim(), "(?<line>(?:(?<=^).{1,$script:Width}|.{1,$($script:Width - $Indent.Length)}|\S+))(?: |$)").ForEach({ $_.Groups['line'].Value })
    $lines -join "`n$Indent"
}

# The paragraphs of a text, each as one line.
function Get-Paragraph([string] $Text) {
    @($Text -split '\r?\n\s*\r?\n' | ForEach-Object { ($_ -replace '\s+', ' ').Trim() } | Where-Object { $_ })
}

# What parameters.md has for a parameter of a command: the first entry whose heading names the command.
function Get-SharedEntry([System.Management.Automation.CommandInfo] $Command, [string] $Parameter) {
    foreach ($entry in $script:Shared[$Parameter]) {
        if ($entry.Commands.Where({ $Command.Name -like $_ })) { return $entry }
    }
}

# What a parameter means: its HelpMessage, or the page's first sentence where it has none; then what commands share, or what the page adds.
function Get-ParameterText([System.Management.Automation.ParameterMetadata] $Parameter, $Shared, [string] $Own) {
    $first, $others = Get-Paragraph $Own
    $message = $Parameter.ParameterSets.Values.HelpMessage | Where-Object { $_ } | Select-Object -First 1
    $sentence = $message -and "$first".StartsWith($message, 'Ordinal') ? $message : [regex]::Match("$first", '^.+?\.(?= [-A-Z`$]|$)|^.*').Value
    $rest = $Shared ? @(Get-Paragraph $Shared.Text) : @("$first".Substring($sentence.Length).Trim()) + @($others)
    # A message of two sentences may say what comes next.
    if ($message) { $rest = @($rest | ForEach-Object { ($_ -split '(?<=\.) (?=[-A-Z`$])').Where({ -not $message.Contains($_) }) -join ' ' }) }
    $begin = $message ? $message : $sentence ? $sentence : $script:Todo
    $paragraphs = @("$begin $($rest | Select-Object -First 1)") + @($rest | Select-Object -Skip 1 | Where-Object { $_ })
    ($paragraphs | ForEach-Object { Format-HelpText $_ }) -join "`n`n"
}

function Get-DefaultValue([System.Management.Automation.ParameterMetadata] $Parameter, $Shared, [string] $Own) {
    if ($Shared -and $Shared.Default) { return $Shared.Default }
    $stated = [regex]::Match($Own, '(?m)^Default value: (?<value>.+?)\r?$').Groups['value'].Value
    $stated ? $stated : $Parameter.SwitchParameter ? 'False' : 'None'
}

function Format-Parameter([System.Management.Automation.CommandInfo] $Command, [System.Management.Automation.ParameterMetadata] $Parameter, [string] $Described) {
    $own = Get-HelpSection $Described "### -$($Parameter.Name)"
    $shared = Get-SharedEntry $Command $Parameter.Name
    $facts = Get-HelpParameterFact $Parameter
    $facts.Insert($facts.Keys.IndexOf('Position') + 1, 'Default value', (Get-DefaultValue $Parameter $shared $own))
    "### -$($Parameter.Name)", ''
    Get-ParameterText $Parameter $shared ("$own" -replace '(?s)```yaml.*')
    '', '```yaml'
    foreach ($fact in $facts.Keys) {
        if ($fact -eq 'Required') { '' }
        "${fact}: $($facts[$fact])".TrimEnd()
    }
    '```', ''
}

function Format-Syntax([System.Management.Automation.CommandInfo] $Command) {
    foreach ($set in $Command.ParameterSets | Sort-Object { -not $_.IsDefault } -Stable) {
        $set.Name -eq '__AllParameterSets' ? '### Default' : "### $($set.Name)$($set.IsDefault ? ' (Default)' : '')"
        ''
        '```', "$($Command.Name) $set", '```', ''
    }
}

# The parameters that take input of a kind, in the order of the syntax, those that every set has behind the others.
function Get-InputParameter([System.Management.Automation.CommandInfo] $Command, [string] $Kind) {
    $all = @(($Command.ParameterSets | Sort-Object { -not $_.IsDefault } -Stable).Parameters | Where-Object $Kind)
    $seen = [Collections.Generic.HashSet[string]]::new()
    $all.Where({ $_ -and $seen.Add($_.Name) }) | Sort-Object { $Command.Parameters[$_.Name].ParameterSets.ContainsKey('__AllParameterSets') } -Stable
}

function Format-Input([System.Management.Automation.CommandInfo] $Command) {
    $byValue = @(Get-InputParameter $Command ValueFromPipeline)
    $byName = @(Get-InputParameter $Command ValueFromPipelineByPropertyName)
    if (-not $byValue -and -not $byName) { return '### None', '', 'Nothing is taken from the pipeline.' }
    # Of parameters of one type, the one of the default set takes the value.
    foreach ($type in $byValue | Group-Object { ($_.ParameterType.IsArray ? $_.ParameterType.GetElementType() : $_.ParameterType).FullName }) {
        $parameter = $type.Group[0]
        "### $($type.Name)", '', "$($parameter.ParameterType.IsArray ? 'Values' : 'A value') for ``-$($parameter.Name)``.", ''
    }
    if ($byName) {
        $names = $byName.ForEach({ "$($_.Name)$($_.Aliases ? " ($($_.Aliases -join ', '))" : '')" }) -join ', '
        $objects = @($byName.ParameterType.IsArray) -contains $true ? 'Objects' : 'An object'
        '### System.Object', '', (Format-HelpText "$objects with properties named $names, such as what other commands of this module write.")
    }
}

# The summary of a type or a property in the XML comments, without what is said of the wire, or nothing without a comment.
function Get-Comment([string] $Member) {
    if (-not $script:Comments.ContainsKey($Member)) { return }
    $text = $script:Comments[$Member] -replace '<see \w+="(?:\w:)?(?:[\w.]+\.)?(\w+)"\s*/>', '$1' -replace '</?c>', '`' -creplace '\bDecimal\b', 'decimal'
    [Net.WebUtility]::HtmlDecode(($text -replace '\s+', ' ' -replace ' ?Wire: .*').Trim())
}

# A type as PowerShell writes it, without namespaces. The texts say what may be null.
function Get-TypeName([type] $Type) {
    [Microsoft.PowerShell.ToStringCodeMethods]::Type([Nullable]::GetUnderlyingType($Type) ?? $Type) -replace '\b[\w.]+\.(?=\w)'
}

# The type of an object that is written, with its properties; what the page adds below them stays.
function Format-Output([string] $Name, [string] $Own) {
    $type = [AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -like 'KanaPerps.*' }).ForEach({ $_.GetType($Name) }).Where({ $_ })[0]
    $parts = [regex]::Match($Own, '(?s)\A(?<intro>.*?)(?:\n\n(?<list>- `.*?)(?:\n\n(?<more>(?!- ).*))?)?\z')
    "### $Name", ''
    Format-HelpText ((Get-Comment "T:$Name") ?? ($Own ? $parts.Groups['intro'].Value : $script:Todo))
    ''
    foreach ($property in $type.GetProperties('Public, Instance')) {
        $stated = [regex]::Match($parts.Groups['list'].Value, "(?ms)^- ``$($property.Name)``[^:\n]*: (?<text>.*?)(?=^- |\z)").Groups['text'].Value
        $text = (Get-Comment "P:$($property.DeclaringType.FullName).$($property.Name)") ?? ($stated ? $stated : $script:Todo)
        Format-HelpText "- ``$($property.Name)`` [$(Get-TypeName $property.PropertyType)]: $text" '  '
    }
    if ($parts.Groups['more'].Success) { '', $parts.Groups['more'].Value }
    ''
}

function Format-OutputSection([System.Management.Automation.CommandInfo] $Command, [string] $Own) {
    $names = @([regex]::Matches($Own, '(?m)^### (?<name>\S+)').ForEach({ $_.Groups['name'].Value }))
    $written = $Command.OutputType ? $Command.OutputType[0].Name : 'None'
    foreach ($name in $written -in $names ? $names : @($written) + $names) {
        $text = Get-HelpSection $Own "### $name"
        if ($name -like 'KanaPerps.*') { Format-Output $name $text } else { "### $name", '', ($text ? $text : $script:Todo), '' }
    }
}

# The draft of a page: what a person has to write is marked.
function New-HelpDraft {
    param([Parameter(Mandatory)] [System.Management.Automation.CommandInfo] $Command)
    $like = (Get-Content -Raw (Join-Path $script:Pages Get-KanaOrderBook.md)) -replace '\r\n', "`n"
    @"
$([regex]::Match($like, '(?s)\A---.*?---').Value)

# $($Command.Name)

## SYNOPSIS

$script:Todo

## SYNTAX

## DESCRIPTION

$script:Todo

## EXAMPLES

### Example 1: $script:Todo

``````powershell
$($Command.Name) $script:Todo -Network Simulator
``````

``````Output
``````

## PARAMETERS

### CommonParameters

$(Get-HelpSection (Get-HelpSection $like '## PARAMETERS') '### CommonParameters')

## INPUTS

## OUTPUTS

## NOTES

## RELATED LINKS

[about_KanaPerps](about_KanaPerps.md)

"@ -replace '\r\n', "`n"
}

function Set-Section([string] $Page, [string] $Heading, [object[]] $Lines) {
    $body = ($Lines -join "`n").Trim()
    [regex]::Replace($Page, "(?ms)^$Heading\n.*?(?=^## |\z)", { "$Heading`n`n$body`n`n" })
}

# The page of a command as it ought to be, made of the page as it is: what only the page knows stays.
function Update-HelpPage {
    param([Parameter(Mandatory)] [System.Management.Automation.CommandInfo] $Command, [Parameter(Mandatory)] [string] $Page)
    $described = Get-HelpSection $Page '## PARAMETERS'
    $parameters = @(Get-HelpParameter $Command | ForEach-Object { Format-Parameter $Command $_ $described })
    $common = '### CommonParameters', '', (Get-HelpSection $described '### CommonParameters')
    $updated = Set-Section $Page '## SYNTAX' (Format-Syntax $Command)
    $updated = Set-Section $updated '## PARAMETERS' ($parameters + $common)
    $updated = Set-Section $updated '## INPUTS' (Format-Input $Command)
    Set-Section $updated '## OUTPUTS' (Format-OutputSection $Command (Get-HelpSection $Page '## OUTPUTS'))
}

# What tells a reader that this is the same kind of output: the heads of a table, the names of a list.
function Get-HelpOutputShape {
    param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    $lines = @($Text -split '\r?\n' | Where-Object { $_.Trim() })
    $rule = [array]::FindIndex([string[]] $lines, [Predicate[string]] { $args[0] -match '^[- ]+$' })
    if ($rule -gt 0) { return ($lines[0..($rule - 1)] -join ' ') -replace '\s+', ' ' }
    ($lines -match '^\w+ +:' -replace ' *:.*') -join ', '
}

# By parameter: the commands that an entry is for, its text and the default value.
$script:Shared = @{}
$parameter = ''
foreach ($part in [regex]::Matches((Get-Content -Raw (Join-Path $script:Pages parameters.md)), '(?ms)^(?<level>##+) (?<title>[^\r\n]+)\r?\n(?<text>.*?)(?=^##|\z)')) {
    $title = $part.Groups['title'].Value
    if ($part.Groups['level'].Length -eq 2) {
        $parameter = $title.TrimStart('-')
        $script:Shared[$parameter] = [Collections.Generic.List[object]]::new()
        continue
    }
    $text = $part.Groups['text'].Value
    $script:Shared[$parameter].Add([pscustomobject]@{
            Commands = $title -split ', '
            Text     = $text -replace '(?m)^Default: .*'
            Default  = [regex]::Match($text, '(?m)^Default: (?<value>.+?)\r?$').Groups['value'].Value
        })
}

$script:Comments = @{}
foreach ($name in 'KanaPerps.Client', 'KanaPerps.PowerShell') {
    $path = Join-Path $script:Root "src/$name/bin/Release/net10.0/$name.xml"
    if (-not (Test-Path -LiteralPath $path)) { continue }
    foreach ($member in ([xml] (Get-Content -Raw -LiteralPath $path)).SelectNodes('//member[summary]')) {
        $script:Comments[$member.GetAttribute('name')] = $member.SelectSingleNode('summary').InnerXml
    }
}

Export-ModuleMember -Function *-Help*
