# Export-KanaRecording as a user runs it. What is in the files is proved by DuckDB, in tests/KanaPerps.Export.Tests.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $recording = New-TestRecording $TestDrive/rec @(
        'live_funding_rate', '{"data":[{"market_id":"1338","funding_rate":"0.00000920"},{"market_id":"1339","funding_rate":"-0.5"}],"message":"live_funding_rate"}'
        'orderbook/1338', '{"data":[{"is_ask":false,"market_id":"1338","price":"5.70","size":"2"},{"is_ask":true,"market_id":"1338","price":"5.75","size":"4"}],"message":"orderbook"}'
        'live_funding_rate', '{"data":[{"market_id":"1338","funding_rate":"0.00000920"},{"market_id":"1339","funding_rate":"-0.25"}],"message":"live_funding_rate"}')
    function Get-Name([object[]] $File) { $File | ForEach-Object { [IO.Path]::GetRelativePath($TestDrive, $_.Path).Replace('\', '/') } | Sort-Object }
}

Describe 'Export-KanaRecording' {
    It 'writes a table a topic and an object a file' {
        $files = Export-KanaRecording $recording -OutputPath $TestDrive/whole
        $files | Should -BeOfType KanaPerps.Recording.ExportedFile
        Get-Name $files | Should -Be 'whole/gaps.parquet', 'whole/live_funding_rate.parquet', 'whole/orderbook_levels.parquet'
        $rates = $files | Where-Object Table -EQ live_funding_rate
        $rates.Rows, $rates.Format, $rates.Bytes | Should -Be 3, 'Parquet', (Get-Item $rates.Path).Length
        $rates.From, $rates.To | Should -Be ([datetimeoffset] '2026-11-25T21:00:00Z'), ([datetimeoffset] '2026-11-25T21:00:02Z')
        "$rates" | Should -Be $rates.Path
    }

    It 'takes folders from the pipeline, and divides tables as it is told' {
        $files = Get-Item $recording | Export-KanaRecording -OutputPath $TestDrive/parts -PartitionBy Day, Symbol -OrderBookAs Top -Format Csv
        Get-Name $files | Should -Be @(
            'parts/live_funding_rate/day=2026-11-25/symbol=APT-USD/part.csv', 'parts/live_funding_rate/day=2026-11-25/symbol=BTC-USD/part.csv'
            'parts/orderbook_top/day=2026-11-25/symbol=APT-USD/part.csv')
        (Import-Csv ($files | Where-Object Path -Like *BTC-USD*).Path).rate | Should -BeExactly '-0.5', '-0.25'
    }

    It 'exports what Import-KanaRecording imports with the same parameters' -ForEach @(
        @{ Part = @{ Topic = 'FundingRate' }; Expected = 3 }
        @{ Part = @{ Topic = 'FundingRate'; EveryMessage = $true }; Expected = 4 }
        @{ Part = @{ Symbol = 'BTC*' }; Expected = 2 }
        @{ Part = @{ MarketId = 1338; Topic = 'live_funding_rate' }; Expected = 1 }
        @{ Part = @{ To = '2026-11-25T21:00:01Z'; Topic = 'FundingRate' }; Expected = 2 }
    ) {
        $file = Export-KanaRecording $recording -OutputPath $TestDrive/part -Format Csv -Force @Part -WarningAction SilentlyContinue | Where-Object Table -EQ live_funding_rate
        $file.Rows | Should -Be $Expected
        $invariant = [cultureinfo]::InvariantCulture
        (Import-Csv $file.Path).rate | Should -BeExactly (Import-KanaRecording $recording @Part -WarningAction SilentlyContinue | Where-Object { $_ -is [KanaPerps.FundingRate] }).ForEach({ $_.Rate.ToString($invariant) })
    }

    It 'writes a page that stands for itself, and leaves one that exists' {
        $page = Export-KanaRecording $recording -OutputPath $TestDrive/page -Format Html -Topic OrderBook
        Get-Name $page | Should -Be 'page/rec.html'
        $page.Table, $page.Format, $page.Rows, $page.Bytes | Should -Be 'page', 'Html', 1, (Get-Item $page.Path).Length
        (Get-Content $page.Path -Raw) | Should -BeLike "*default-src 'none'*APT-USD order book*5.725*"
        { Export-KanaRecording $recording -OutputPath $TestDrive/page -Format Html -Topic OrderBook -ErrorAction Stop -WarningAction Stop } | Should -Throw -ErrorId 'KanaExportExists*'
    }

    It 'warns of what is not in the recording' {
        Export-KanaRecording $recording -OutputPath $TestDrive/missing -Topic Trade -WarningVariable warnings -WarningAction SilentlyContinue | Out-Null
        $warnings | Should -BeLike "*has no data of the topic recent_trades*"
    }

    It 'leaves nothing half when what is behind it in the pipeline has enough' {
        $first = Export-KanaRecording $recording -OutputPath $TestDrive/first | Select-Object -First 1
        (Get-ChildItem $TestDrive/first -Recurse -File).FullName | Should -Be $first.Path
    }

    It 'takes a path of the session, with brackets in it' {
        $odd = New-TestRecording "$TestDrive/a[b]" @('live_funding_rate', '{"data":[],"message":"live_funding_rate"}')
        Push-Location $TestDrive
        try { Get-Name (Export-KanaRecording './a[b]' -OutputPath './c[d]' -Format Csv) | Should -Be 'c[d]/gaps.csv', 'c[d]/live_funding_rate.csv' }
        finally { Pop-Location }
    }
}
