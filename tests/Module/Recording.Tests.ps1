# Recordings as a user starts, watches and stops them. What is in the files, xUnit proves.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Rate 20
    $venue = @{ Endpoint = $exchange.WebSocketUri }
    $program, $prefix = Get-ShellCommand

    function New-Folder { (Join-Path $TestDrive ([guid]::NewGuid())) }

    # The lines, as a plain reader of gzip and JSON sees them.
    function Read-Line([string] $Folder) {
        foreach ($file in Get-ChildItem $Folder -Filter *.jsonl.gz) {
            $gzip = [IO.Compression.GZipStream]::new($file.OpenRead(), [IO.Compression.CompressionMode]::Decompress)
            try { [IO.StreamReader]::new($gzip).ReadToEnd() -split "`n" -ne '' | ConvertFrom-Json } finally { $gzip.Dispose() }
        }
    }

    # Runs a script that records in a process of its own, and gives the process and the folder.
    function Start-Recorder([string] $Script) {
        $folder = New-Folder
        $code = "Import-Module '$(Get-ModuleManifestPath)'; `$null = Start-KanaRecording '$folder' FundingRate -Endpoint '$($exchange.WebSocketUri)'; $Script"
        @{ Folder = $folder; Process = [Diagnostics.Process]::Start($program, [string[]] ($prefix + @('-Command', $code))) }
    }

    function Wait-Exit($Recorder) {
        if (-not $Recorder.Process.WaitForExit(30000)) { $Recorder.Process.Kill(); throw 'The process did not end.' }
        $Recorder.Process.ExitCode
    }
}

AfterAll {
    Stop-KanaRecording
    $exchange.Dispose()
}

Describe 'A recording' {
    AfterEach {
        Stop-KanaRecording
    }

    It 'is an object that lives, listed until it is stopped, on the connections of other commands' {
        $folder = New-Folder
        $book = Start-Watcher { param($Endpoint) Watch-KanaOrderBook 14 -Endpoint $Endpoint } $venue
        $recording = Start-KanaRecording $folder OrderBook, Trade, live_funding_rate -Symbol APT-USD, BTC @venue
        $recording | Should -BeOfType KanaPerps.PowerShell.KanaRecordingInfo
        $recording.Feeds | Should -Be 'orderbook/14', 'orderbook/15', 'recent_trades/14', 'recent_trades/15', 'live_funding_rate'
        Wait-Until { $recording.Messages -ge 20 -and $recording.BytesWritten -gt 0 } -Because 'messages come'
        $recording.State, $recording.Files, $recording.Gaps, $recording.LastError | Should -Be 'Recording', 1, 0, $null
        $recording.Path | Should -Be $folder
        $recording.LastMessageAge | Should -BeLessThan ([timespan]::FromMinutes(1))
        (Get-KanaConnection | Where-Object { "$($_.Endpoint)" -eq "$($exchange.WebSocketUri)" -and $_.Topic -eq 'orderbook' -and $_.Key -eq '14' }).Subscribers | Should -Be 2
        (Get-KanaRecording $recording.Id).Path | Should -Be $folder
        Stop-KanaRecording $recording.Id
        Stop-Watcher $book | Out-Null
        Get-KanaRecording | Should -BeNullOrEmpty
        $recording.State | Should -Be 'Stopped'
        $lines = @(Read-Line $folder)
        $lines[0].recording, $lines[-1].recording | Should -Be 'Started', 'Stopped'
        @($lines.Where{ $_.message -and $_.feed }) | Should -HaveCount $recording.Messages
        $lines.rest | Should -Contain '/getMarketInfo?marketId=14'
    }

    It 'takes accounts by wallet and topics by any name, and keeps what REST says of them' {
        $folder = New-Folder
        $recording = Start-KanaRecording $folder Position, best_price -WalletAddress 0x5a11ce -MarketId 14 @venue
        $recording.Feeds | Should -Be "positions/$(Get-TestProfile 0x5a11ce)", 'best_price/14'
        Stop-KanaRecording
        (Read-Line $folder).rest | Should -Contain '/getProfileAddress?userAddress=0x5a11ce'
    }

    It 'is refused before it begins when a topic needs what is not given, or nothing needs what is' -ForEach @(
        @{ What = @{ Topic = 'OrderBook', 'FundingRate' }; Says = '*orderbook is requested by market*' }
        @{ What = @{ Topic = 'Fill'; MarketId = 14 }; Says = '*trade_history is requested by account*' }
        @{ What = @{ Topic = 'FundingRate'; Symbol = 'APT-USD' }; Says = '*No topic takes a market*' }
        @{ What = @{ Topic = 'OrderBook'; MarketId = 14; ProfileAddress = '0x1' }; Says = '*No topic takes an account*' }
        @{ What = @{ Topic = 'OrderBook', 'Position', 'novel'; MarketId = 14; ProfileAddress = '0x1' }; Says = '*novel is not documented*' }
    ) {
        $folder = New-Folder
        { Start-KanaRecording $folder @What @venue -ErrorAction Stop } | Should -Throw $Says -ErrorId 'KanaTopicKey,*'
        $folder | Should -Not -Exist
    }

    It 'keeps what -Retain says: <Retain>' -ForEach @(
        @{ Retain = '7d' }, @{ Retain = '12h', '20GB' }, @{ Retain = [timespan]::FromDays(2) }, @{ Retain = 20GB }
    ) {
        { Start-KanaRecording (New-Folder) FundingRate -Retain $Retain @venue -ErrorAction Stop } | Should -Not -Throw
    }

    It 'is waited for until it ends or the time is over' {
        $recording = Start-KanaRecording (New-Folder) FundingRate @venue
        Wait-KanaRecording -TimeoutSec 0.2 | Should -BeNullOrEmpty
        Disconnect-KanaConnection -All
        ($recording | Wait-KanaRecording -TimeoutSec 20).State | Should -Be 'Stopped'
        Get-KanaRecording | Should -HaveCount 1 -Because 'it has ended by itself'
    }
}

Describe 'The end of a process that records' {
    It 'by SIGTERM closes the recording, and the script does not go on' -Skip:$IsWindows {
        $recorder = Start-Recorder 'Wait-KanaRecording; Set-Content ran ran'
        Wait-Until { (Test-Path $recorder.Folder) -and @(Read-Line $recorder.Folder).message } -Because 'it records' -TimeoutSec 30
        /bin/kill -TERM $recorder.Process.Id
        Wait-Exit $recorder | Should -Be 143
        @(Read-Line $recorder.Folder)[-1].recording | Should -Be 'Stopped'
    }

    It 'by the end of its script closes the recording' {
        $recorder = Start-Recorder "`$null = Get-KanaFundingRate -Endpoint '$($exchange.WebSocketUri)'; `$null = Get-KanaConnection"
        Wait-Exit $recorder | Should -Be 0
        $lines = @(Read-Line $recorder.Folder)
        $lines[-1].recording | Should -Be 'Stopped'
        $lines.message | Should -Not -BeNullOrEmpty
    }
}
