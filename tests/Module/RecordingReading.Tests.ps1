# Recordings as objects again. What a recording can be like is tested without PowerShell (tests/KanaPerps.Client.Tests/Recording).

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $root = Join-Path ([IO.Path]::GetTempPath()) "kana [$([guid]::NewGuid())]"
    $folder = Join-Path $root 'rec'
    $hour = [datetime]::new(2026, 11, 25, 21, 0, 0, [DateTimeKind]::Utc)

    # Without our headers, as a file is that was packed again.
    function Write-DataFile([string] $Path, [string[]] $Line) {
        [void] [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($Path))
        $gzip = [IO.Compression.GZipStream]::new([IO.File]::Create($Path), [IO.Compression.CompressionMode]::Compress)
        $gzip.Write([Text.Encoding]::UTF8.GetBytes(($Line -join "`n") + "`n"))
        $gzip.Dispose()
    }

    function Get-MessageLine([double] $Second, [string] $Feed, [string] $Message) {
        '{{"at":"{0:yyyy-MM-ddTHH:mm:ss.fffffff}Z","feed":"{1}","connection":1,"message":{2}}}' -f $hour.AddSeconds($Second), $Feed, $Message
    }

    function Get-Rate([string] $Rate, [int] $Market = 14) {
        "{`"data`":[{`"market_id`":`"$Market`",`"funding_rate`":`"$Rate`"}],`"message`":`"live_funding_rate`"}"
    }

    $account = '0x' + 'ab'.PadLeft(64, '0')
    $wallet = '0x' + 'cd'.PadLeft(64, '0')
    Write-DataFile (Join-Path $folder '2026-11-25T21.jsonl.gz') @(
        "{`"at`":`"2026-11-25T21:00:00Z`",`"rest`":`"/getProfileAddress?userAddress=0xcd`",`"message`":{`"success`":true,`"data`":`"0xab`"}}"
        Get-MessageLine 1 live_funding_rate (Get-Rate 0.10)
        '{"at":"2026-11-25T21:00:02.0000000Z","feed":"live_funding_rate","notice":"Reconnected","downtime":"00:00:02.5000000","completeness":"PossibleGap","from":"2026-11-25T21:00:01.0000000Z","text":"x"}'
        Get-MessageLine 3 live_funding_rate (Get-Rate 0.20)
        Get-MessageLine 4 "positions/$account" '{"data":[{"market_id":"14","is_long":true,"entry_price":1,"liq_price":1,"margin":1,"size":1.50,"value":1,"leverage":1,"trade_id":"7"}],"message":"positions"}'
        Get-MessageLine 5 best_price/14 '{"bid":1}'
        Get-MessageLine 6 live_funding_rate (Get-Rate 0.30 15)
    )
    Set-Content -LiteralPath (Join-Path $folder 'recording.json') '{"format":1,"network":"Testnet","endpoint":{"webSocket":"wss://x/","rest":"https://x/"},"feeds":[]}'
}

AfterAll {
    Remove-Item -LiteralPath $root -Recurse -Force
}

Describe 'Import-KanaRecording' {
    It 'writes the objects of then in the order of then, and warns of what was told then' {
        $rows = Import-KanaRecording $folder -WarningVariable warnings -WarningAction SilentlyContinue
        $rows.ForEach({ $_.GetType().Name }) | Should -Be FundingRate, FundingRate, Position, TopicMessage, FundingRate, FundingRate
        "$($rows[0].Rate)", "$($rows[1].Rate)", "$($rows[2].Size)" | Should -BeExactly '0.10', '0.20', '1.50'
        $rows[0, 1, 4, 5].Change | Should -Be Current, Updated, Closed, New
        $rows[1].ReceivedAt.UtcDateTime | Should -Be $hour.AddSeconds(3)
        $rows.Network | Select-Object -Unique | Should -Be Testnet
        $rows[2].Wallet | Should -Be $wallet
        $warnings | Should -HaveCount 1
        $warnings[0].Notice | Should -BeOfType KanaPerps.Streaming.ReconnectedNotice
        "$($warnings[0])" | Should -Be "$($warnings[0].Notice)"
    }

    It 'takes topics, markets, accounts and times, and says what is not there' {
        (Import-KanaRecording $folder FundingRate -MarketId 14 -To 2026-11-25T21:00:04Z -WarningAction SilentlyContinue).Rate | Should -Be 0.10, 0.20
        (Import-KanaRecording $folder -ProfileAddress 0xAB -WarningAction SilentlyContinue) | Should -BeOfType KanaPerps.Position
        $late = Import-KanaRecording $folder positions, Trade -From $hour.AddSeconds(5.5) -WarningVariable warnings -WarningAction SilentlyContinue
        $late.Change | Should -Be Current
        "$warnings" | Should -BeLike '*has no data of the topic recent_trades in that time.'
    }

    It 'takes folders from the pipeline, whatever their names are' {
        (Get-Item -LiteralPath $folder | Import-KanaRecording -Topic best_price -WarningAction SilentlyContinue).Text | Should -BeExactly '{"bid":1}'
        (Get-Item -LiteralPath $folder | Import-KanaRecording -WarningAction SilentlyContinue | Select-Object -First 1).Rate | Should -Be 0.1
    }

    It 'can be stopped while a drive hangs' -Skip:(-not $IsLinux) {
        $hanging = Join-Path $root 'hanging'
        [void] [IO.Directory]::CreateDirectory($hanging)
        mkfifo "$hanging/2026-11-25T21.jsonl.gz"
        $watcher = Start-Watcher { param($Folder) 'begun'; Import-KanaRecording $Folder; 'over' } @{ Folder = $hanging }
        Wait-Output $watcher 1 | Should -Be begun
        $null = Stop-Watcher $watcher
        $watcher.Output.Count | Should -Be 0
    }
}

Describe 'Test-KanaRecording and Repair-KanaRecording' {
    It 'tell and copy what is whole' {
        $checks = Test-KanaRecording $folder
        $checks.Feed | Should -Be best_price/14, live_funding_rate, "positions/$account"
        $checks.State | Should -Be Whole, Gaps, Whole
        $checks[1].Gaps[0].From.UtcDateTime | Should -Be $hour.AddSeconds(1)
        Test-KanaRecording $folder -Quiet | Should -BeExactly $true
        $copy = Join-Path $root 'copy'
        $repair = Repair-KanaRecording $folder $copy
        $repair.Lines, $repair.Dropped.Count | Should -Be 7, 0
        (Import-KanaRecording $copy -WarningAction SilentlyContinue).Count | Should -Be 6
    }

    It 'answer False for what is damaged or is no recording' {
        $damaged = Join-Path $root 'damaged'
        Write-DataFile (Join-Path $damaged '2026-11-25T21.jsonl.gz') 'no line'
        Test-KanaRecording $damaged -Quiet | Should -BeExactly $false
        $result = Invoke-Caught { Test-KanaRecording (Join-Path $root 'nowhere') -Quiet }
        $result.Output | Should -BeExactly $false
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaRecordingNotFound,*'
    }
}

Describe 'ConvertFrom-KanaMessage' {
    It 'takes the market of a book from its levels, and asks for it where the book has none' {
        $level = '{{"is_ask":true,"market_id":"{0}","price":5,"size":"1","last_updated":1795671922,"transaction_version":1}}'
        ('{"data":[' + ($level -f 14) + '],"message":"orderbook"}' | ConvertFrom-KanaMessage).Symbol | Should -Be 'APT-USD'
        $mixed = Invoke-Caught { '{"data":[' + ($level -f 14) + ',' + ($level -f 15) + '],"message":"orderbook"}' | ConvertFrom-KanaMessage }
        $mixed.Output.MarketId, $mixed.Errors.Count | Should -Be 14, 1
        $empty = '{"data":[],"message":"orderbook"}'
        $result = Invoke-Caught { $empty | ConvertFrom-KanaMessage }
        $result.Output | Should -BeNullOrEmpty
        Get-ErrorText $result.Errors[0] | Should -BeLike 'The message names no market*-Key*'
        ($empty | ConvertFrom-KanaMessage -Key 15).MarketId | Should -Be 15
    }

    It 'makes objects of the text of messages, each by itself' {
        $rows = (Get-Rate 0.10), (Get-Rate 0.10), (Get-Rate 0.20) | ConvertFrom-KanaMessage -ReceivedAt 2026-11-25T21:00:00Z -Network Testnet
        $rows.Rate | Should -Be 0.10, 0.10, 0.20
        $rows | ForEach-Object { $_.ReceivedAt.UtcDateTime, $_.Network } | Select-Object -Unique | Should -Be $hour, Testnet
    }

    It 'takes what Watch-KanaTopic writes, also out of a file' {
        $message = [KanaPerps.TopicMessage] @{ Topic = 'live_funding_rate'; Text = Get-Rate 0.10; Network = 'Testnet'; ReceivedAt = $hour }
        ($message | ConvertFrom-KanaMessage).ReceivedAt.UtcDateTime | Should -Be $hour
        $row = $message | ConvertTo-Csv | ConvertFrom-Csv | ConvertFrom-KanaMessage
        "$($row.Rate)", $row.Network | Should -Be '0.10', 'Testnet'
        $row.ReceivedAt.UtcDateTime | Should -Be $hour
    }

    It 'goes on with the next message after an error' {
        $foreign = [pscustomobject]@{ Text = '{"data":[{"is_ask":false,"market_id":"15","price":1,"size":"1"}],"message":"orderbook"}'; Topic = 'OrderBook'; Key = '14' }
        $result = Invoke-Caught { '{}', '[', (Get-Rate x), (Get-Rate 0.1), $foreign | ConvertFrom-KanaMessage }
        $result.Output.Rate | Should -Be 0.1
        $result.Errors | ForEach-Object { $_.FullyQualifiedErrorId.Split(',')[0] } | Should -Be KanaNoModel, KanaNoModel, KanaInvalidMessage, KanaInvalidMessage
    }
}
