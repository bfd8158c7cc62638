<#
.SYNOPSIS
    Exports each whole day of a recording to Parquet, for a job that a scheduler runs every night.
.DESCRIPTION
    Writes the tables of the last days in UTC, divided by day and symbol, and outputs an object for each file. The list of a day's files is
    written last, to the folder 'exported': a day that has a list is not exported again, and one that was interrupted is completed by the
    next run. Let the recording keep its files (-Retain of Start-KanaRecording) for longer than the days between two runs.
    The exit code is 0 when every day is exported, and 1 when one is not; the reason is on the error stream.
    It needs PowerShell 7.6 or later, and the module in a folder of $env:PSModulePath; the README says how to install both.
.EXAMPLE
    pwsh -NoProfile -File ./Export-Nightly.ps1 -Recording ./rec -OutputPath ./tables
#>
[CmdletBinding()]
param(
    # The folder of the recording. It may still be recorded to.
    [Parameter(Mandatory, Position = 0)]
    [string] $Recording,

    # The folder of the tables. It is created if it does not exist.
    [Parameter(Mandatory, Position = 1)]
    [string] $OutputPath,

    # The last day to export, such as 2026-11-25. The default is yesterday in UTC: today is not over.
    [datetime] $LastDay = [datetime]::UtcNow.Date.AddDays(-1),

    # How many days to look back for one that is not exported.
    [ValidateRange(1, 366)]
    [int] $Days = 7,

    # What the rows of order books are: Levels or Top.
    [ValidateSet('Levels', 'Top')]
    [string] $OrderBookAs = 'Levels'
)

$ErrorActionPreference = 'Stop'
try {
    $lists = (New-Item -ItemType Directory -Path (Join-Path $OutputPath exported) -Force).FullName
    $last = [DateTimeOffset]::new($LastDay.Date.Ticks, [TimeSpan]::Zero)
    for ($back = $Days - 1; $back -ge 0; $back--) {
        $day = $last.AddDays(-$back)
        $list = Join-Path $lists "$($day.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)).csv"
        if (Test-Path -LiteralPath $list) { continue }

        # -To is included: the last tick of the day is the end.
        $export = @{ PartitionBy = 'Day', 'Symbol'; OrderBookAs = $OrderBookAs; From = $day; To = $day.AddDays(1).AddTicks(-1) }
        $files = @(Export-KanaRecording $Recording -OutputPath $OutputPath @export -ErrorAction SilentlyContinue -ErrorVariable failed)
        # What an interrupted run has completed stays.
        $there, $failed = $failed.Where({ $_.FullyQualifiedErrorId -like 'KanaExportExists,*' }, 'Split')
        if ($failed) { throw $failed[0] }
        if (-not $files -and -not $there) { continue }

        Get-Item -LiteralPath (@($files.Path) + @($there.TargetObject) -ne $null) | Select-Object FullName, Length | Export-Csv -LiteralPath "$list.new"
        Move-Item -LiteralPath "$list.new" -Destination $list -Force
        $files
    }

    exit 0
}
catch {
    [Console]::Error.WriteLine("$_ $($_.ErrorDetails.RecommendedAction)")
    exit 1
}
