# What is read from a help page and from a command, for the drafts of pages and for the tests that hold pages to their commands.

Set-StrictMode -Version 3

# What stands under a heading, as far as the next one that is not smaller; nothing where there is no such heading.
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
    [ordered]@{
        'Type'                       = $Parameter.ParameterType.Name
        'Parameter Sets'             = $sets[0] -eq '__AllParameterSets' ? '(All)' : $sets -join ', '
        'Aliases'                    = $Parameter.Aliases -join ', '
        'Required'                   = "$($set.IsMandatory)"
        'Position'                   = $set.Position -ge 0 ? "$($set.Position)" : 'Named'
        'Accept pipeline input'      = $sources ? "True ($($sources -join ', '))" : 'False'
        'Accept wildcard characters' = "$(@($Parameter.Attributes.Where({ $_ -is [System.Management.Automation.SupportsWildcardsAttribute] })).Count -gt 0)"
    }
}

Export-ModuleMember -Function *-*
