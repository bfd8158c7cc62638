# Prints which share of the lines of src each suite has run, and writes the lines that neither has into out/coverage/uncovered.txt.

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3
$results = Join-Path $PSScriptRoot ../../out/coverage

# The lines of a result by assembly, as file:line, with whether they were run. A line may belong to several methods, such as lambdas.
function Read-Result([string] $Suite) {
    $modules = Get-Content -Raw (Join-Path $results "$Suite.json") | ConvertFrom-Json -AsHashtable
    $lines = @{}
    foreach ($module in $modules.Keys) {
        $lines[$module] = @{}
        # What the compiler generates into obj is left out.
        foreach ($file in $modules[$module].Keys -notmatch '/obj/') {
            $name = $file -replace '^.*?(?=src/)'
            foreach ($method in $modules[$module][$file].Values.ForEach({ $_.Values })) {
                foreach ($line in $method.Lines.Keys) {
                    $key = "${name}:$line"
                    $lines[$module][$key] = $lines[$module][$key] -or $method.Lines[$line] -gt 0
                }
            }
        }
    }
    $lines
}

$xunit = 'Client', 'Simulator' | ForEach-Object { Read-Result $_ }
$pester = Read-Result Pester
$uncovered = [Collections.Generic.List[string]]::new()
$pester.Keys | Sort-Object | ForEach-Object {
    $module = $_
    $all = @($pester[$module].Keys) + @($xunit.ForEach({ $_[$module] }).Where({ $_ }).ForEach({ $_.Keys })) | Sort-Object -Unique
    $byXunit = @($all.Where({ $line = $_; $xunit.Where({ $_[$module] -and $_[$module][$line] }) }))
    $byPester = @($all.Where({ $pester[$module][$_] }))
    $run = [Collections.Generic.HashSet[string]]::new([string[]] ($byXunit + $byPester))
    $none = @($all.Where({ -not $run.Contains($_) }))
    $uncovered.AddRange([string[]] $none)
    [pscustomobject]@{
        Assembly = $module -replace '\.dll$'
        Lines    = $all.Count
        XUnit    = '{0:p1}' -f ($byXunit.Count / $all.Count)
        Pester   = '{0:p1}' -f ($byPester.Count / $all.Count)
        Either   = '{0:p1}' -f (1 - $none.Count / $all.Count)
    }
} | Format-Table

$uncovered | Group-Object { $_ -replace ':\d+$' } | Sort-Object Name | ForEach-Object {
    "$($_.Name): $(($_.Group.ForEach({ [int] ($_ -replace '.*:') }) | Sort-Object) -join ' ')"
} | Set-Content (Join-Path $results uncovered.txt)
"The lines that no suite runs are in out/coverage/uncovered.txt: $($uncovered.Count)."
