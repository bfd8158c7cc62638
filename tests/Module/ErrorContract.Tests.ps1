# The ids of errors are a contract: one table in the code, the same in about_KanaErrors, and each raised here.

BeforeDiscovery {
    # What raises each error. $exchange, $server and $refusing are there when it runs.
    $cases = @(
        @{ Id = 'KanaAlertLevels'; Raise = { 1 | Select-KanaAlert Price -Below 10 -RearmAbove 5 } }
        @{ Id = 'KanaBridgeNetworks'; Raise = { 'Mainnet', 'Testnet' | ForEach-Object { [pscustomobject]@{ MarketId = 14; Network = $_ } } | Start-KanaBridge nats://127.0.0.1:1 OrderBook } }
        @{ Id = 'KanaBridgeNotFound'; Raise = { Stop-KanaBridge 999999 } }
        @{ Id = 'KanaBridgePrefix'; Raise = { Start-KanaBridge nats://127.0.0.1:1 FundingRate -Prefix 'a b' -Endpoint $exchange.WebSocketUri } }
        @{ Id = 'KanaBrokerLogin'; Raise = { Start-KanaBridge nats://127.0.0.1:1 FundingRate -IssuerPath TestDrive:/none.pem -Endpoint $exchange.WebSocketUri } }
        @{ Id = 'KanaBrokerStream'; NeedsBroker = $true; Raise = { Start-KanaBridge $broker.Uri FundingRate -Endpoint $exchange.WebSocketUri } }
        @{ Id = 'KanaCertificate'; Raise = { Get-KanaOrderBook 14 -Endpoint $secure.WebSocketUri -TimeoutSec 20 } }
        @{ Id = 'KanaConditionFailed'; Raise = { 1 | Wait-KanaCondition { throw 'a mistake' } } }
        @{ Id = 'KanaConditionImpossible'; Raise = { 1 | Wait-KanaCondition { $_ -eq 2 } -Unless { $_ -eq 1 } } }
        @{ Id = 'KanaConditionNotMet'; Raise = { 1 | Wait-KanaCondition { $_ -eq 2 } } }
        @{ Id = 'KanaConditionTimeout'; Raise = { Watch-KanaOrderBook 777 -Endpoint $exchange.WebSocketUri -WarningAction SilentlyContinue | Wait-KanaCondition { $true } -TimeoutSec 0.2 } }
        @{ Id = 'KanaConnectFailed'; Raise = { Get-KanaOrderBook 14 -Endpoint $refusing.Uri -TimeoutSec 20 } }
        @{ Id = 'KanaConnectionNotFound'; Raise = { Disconnect-KanaConnection 999999 } }
        @{ Id = 'KanaDestinationInUse'; Raise = { Repair-KanaRecording $recorded -Destination $recorded } }
        @{ Id = 'KanaExportExists'; Raise = { Export-KanaRecording $wide -Topic FundingRate -Symbol BTC-USD -Format Csv -OutputPath $wide -WarningAction SilentlyContinue | Out-Null } }
        @{ Id = 'KanaExportFailed'; Raise = { Export-KanaRecording $wide -Topic orderbook -OutputPath $wide/recording.json -WarningAction SilentlyContinue } }
        @{ Id = 'KanaExportPrecision'; Raise = { Export-KanaRecording $wide -OutputPath $wide/tables | Out-Null } }
        @{ Id = 'KanaInvalidAddress'; Raise = { Get-KanaPosition nonsense -Endpoint $exchange.WebSocketUri } }
        @{ Id = 'KanaInvalidEndpoint'; Raise = { Get-KanaOrderBook 14 -Endpoint 'ws://192.0.2.1/ws/' } }
        @{ Id = 'KanaInvalidMessage'; Raise = { ConvertFrom-KanaMessage nonsense orderbook } }
        @{ Id = 'KanaInvalidResponse'; Path = '/getProfileAddress'; Status = '200 OK'; Raise = { Get-KanaProfileAddress 0x9 -Endpoint $server.WebSocketUri } }
        @{ Id = 'KanaInvalidTimeRange'; Raise = { Import-KanaRecording $recorded -From 2026-11-25T21:00Z -To 2026-11-25T20:00Z } }
        @{ Id = 'KanaNoFirstMessage'; Raise = { Get-KanaOrderBook 777 -Endpoint $exchange.WebSocketUri -TimeoutSec 0.3 } }
        @{ Id = 'KanaNoModel'; Raise = { ConvertFrom-KanaMessage '{}' best_price } }
        @{ Id = 'KanaNoScreen'; Raise = { Invoke-InHost { param($Endpoint) Show-KanaOrderBook 14 -Endpoint $Endpoint } } }
        @{ Id = 'KanaNotAWebSocket'; Path = '/ws/'; Status = '200 OK'; Raise = { Get-KanaOrderBook 14 -Endpoint $server.WebSocketUri } }
        @{ Id = 'KanaNotFound'; Path = '/ws/'; Status = '404 Not Found'; Raise = { Get-KanaOrderBook 15 -Endpoint $server.WebSocketUri } }
        @{ Id = 'KanaOneMarketOnly'; Raise = { Invoke-InHost { param($Endpoint) Show-KanaOrderBook 14, 15 -Endpoint $Endpoint } (New-RecordingHost 80 24) } }
        @{ Id = 'KanaOneTopicOnly'; Raise = { [pscustomobject]@{ Topic = 'orderbook'; Key = '14' }, [pscustomobject]@{ Topic = 'positions'; Key = '0x1' } | Watch-KanaTopic -Endpoint $exchange.WebSocketUri -MaxEvents 1 -TimeoutSec 20 } }
        @{ Id = 'KanaPortUnavailable'; Raise = { Start-KanaSimulator -Port $server.WebSocketUri.Port } }
        @{ Id = 'KanaProxy'; Path = '/getProfileAddress'; Status = '407 Proxy Authentication Required'; Raise = { Get-KanaProfileAddress 0x9 -Endpoint $server.WebSocketUri } }
        @{ Id = 'KanaRecordingFormat'; Raise = { Import-KanaRecording "$recorded/later" } }
        @{ Id = 'KanaRecordingIdNotFound'; Raise = { Stop-KanaRecording 999999 } }
        @{ Id = 'KanaRecordingInUse'; Raise = { $what = @{ Topic = 'FundingRate'; Endpoint = $exchange.WebSocketUri }; $null = Start-KanaRecording TestDrive:/rec @what; try { Start-KanaRecording TestDrive:/rec @what } finally { Stop-KanaRecording } } }
        @{ Id = 'KanaRecordingMismatch'; Raise = { Set-Content (New-Item TestDrive:/other/recording.json -Force) '{"format":1,"network":"Testnet"}'; Start-KanaRecording TestDrive:/other FundingRate -Endpoint $exchange.WebSocketUri } }
        @{ Id = 'KanaRecordingNotFound'; Raise = { Import-KanaRecording "$recorded/nowhere" } }
        @{ Id = 'KanaRecordingUnwritable'; Raise = { Start-KanaRecording (New-Item TestDrive:/file -Force) FundingRate -Endpoint $exchange.WebSocketUri } }
        @{ Id = 'KanaRetentionLimit'; Raise = { Start-KanaRecording TestDrive:/rec FundingRate -Retain 7 -Endpoint $exchange.WebSocketUri } }
        @{ Id = 'KanaReplayNotFound'; Raise = { Stop-KanaReplay 999999 } }
        @{ Id = 'KanaReservedName'; Raise = { Register-KanaEvent orderbook PowerShell.Exiting -MarketId 14 -Endpoint $exchange.WebSocketUri } }
        @{ Id = 'KanaSimulatorNotFound'; Raise = { Stop-KanaSimulator 999999 } }
        @{ Id = 'KanaStateFileDamaged'; Raise = { $state = New-Item TestDrive:/torn.json -Value '{"version":1,"rule":{' -Force; 1 | Select-KanaAlert -Stale -StateFile $state } }
        @{ Id = 'KanaStateFileInUse'; Raise = { 1 | Select-KanaAlert -Stale -StateFile TestDrive:/used.json | Out-Null; $lock = [IO.File]::Open("$TestDrive/used.json.lock", 'Open', 'ReadWrite', 'None'); try { 1 | Select-KanaAlert -Stale -StateFile TestDrive:/used.json } finally { $lock.Dispose() } } }
        @{ Id = 'KanaStateFileMismatch'; Raise = { [pscustomobject]@{ Price = 1 } | Select-KanaAlert Price -Below 2 -StateFile TestDrive:/rule.json | Out-Null; 1 | Select-KanaAlert Price -Below 3 -StateFile TestDrive:/rule.json } }
        @{ Id = 'KanaStateFileUnwritable'; Raise = { 1 | Select-KanaAlert -Stale -StateFile TestDrive:/nowhere/state.json } }
        @{ Id = 'KanaSubscriberExists'; Raise = { Register-KanaEvent orderbook Exists -MarketId 14 -Endpoint $exchange.WebSocketUri } }
        @{ Id = 'KanaTimeout'; Raise = { Get-KanaProfileAddress 0x9 -Endpoint $silent.WebSocketUri -TimeoutSec 0.2 } }
        @{ Id = 'KanaTooManyOpenFiles'; Raise = { Invoke-WithFewFiles { Get-KanaOrderBook 19 -Endpoint $exchange.WebSocketUri -TimeoutSec 5 -ErrorAction Stop } } }
        @{ Id = 'KanaTopicKey'; Raise = { Register-KanaEvent orderbook -Endpoint $exchange.WebSocketUri } }
        @{ Id = 'KanaUnauthorized'; Path = '/ws/'; Status = '403 Forbidden'; Raise = { Get-KanaOrderBook 16 -Endpoint $server.WebSocketUri } }
        @{ Id = 'KanaUnexpectedInput'; Raise = { 'nonsense' | Measure-KanaOrderBook } }
        @{ Id = 'KanaUnknownMarket'; Raise = { Get-KanaMarket 777 } }
        @{ Id = 'KanaUnknownNetwork'; Raise = { Get-KanaMarket -Network Mainet } }
        @{ Id = 'KanaUnknownRedundancy'; Raise = { $env:KANA_REDUNDANCY = 'two'; try { Watch-KanaTrade APT-USD -Endpoint $exchange.WebSocketUri } finally { $env:KANA_REDUNDANCY = $null } } }
        @{ Id = 'KanaUnknownSymbol'; Raise = { Get-KanaMarket ATP } }
        @{ Id = 'KanaVenueError'; Path = '/getProfileAddress'; Status = '400 Bad Request'; Raise = { Get-KanaProfileAddress 0x9 -Endpoint $server.WebSocketUri } }
        @{ Id = 'KanaWalletUnknown'; Raise = { Get-KanaPosition 0x77 -Source Rest -Endpoint $exchange.WebSocketUri } }
    )
}

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Paused
    $server = Start-ScriptedServer
    $silent = Start-ScriptedServer -Frames $null
    $secure = Start-UntrustedServer
    $refusing = New-RefusingEndpoint
    $broker = Start-TestBroker -WithoutJetStream
    $recorded = "$TestDrive/recorded"
    [void] (New-Item -ItemType Directory "$recorded/later")
    '{"format":1}' > $recorded/recording.json
    '{"format":99}' > $recorded/later/recording.json
    $wide = New-TestRecording $TestDrive/wide @('live_funding_rate', '{"data":[{"market_id":"14","funding_rate":"79228162514264337593543950335"},{"market_id":"1339","funding_rate":"0.0000000001"}],"message":"live_funding_rate"}')
    'mine' > $wide/gaps.csv
    Register-EngineEvent Exists -Action { } | Out-Null
    $table = [KanaPerps.PowerShell.KanaErrors]::All
    $page = Get-Content -Raw (Join-Path $PSScriptRoot '../../docs/en-US/about_KanaErrors.md')

    # The window of whoever runs the tests must not decide which error there is.
    function Invoke-InHost([scriptblock] $Script, $PSHost) {
        $with = $PSHost ? @{ PSHost = $PSHost } : @{}
        $watcher = Start-Watcher $Script @{ Endpoint = $exchange.WebSocketUri } @with
        Wait-End $watcher
        $raised = $watcher.Streams.Error[0]
        Remove-Watcher $watcher
        throw $raised
    }
    # All low numbers are taken first: a new connection would fill the gaps in them, and one that lingers would make another when it is closed. What stays
    # free is less than the commands leave to the runtime.
    function Invoke-WithFewFiles([scriptblock] $Script) {
        # Another case's file that is closed late gives its low number to the connection, which then has room.
        foreach ($try in 1..5) {
            try { return Invoke-OnceWithFewFiles $Script } catch { if ($try -eq 5 -or $_.FullyQualifiedErrorId -notlike 'KanaNoFirstMessage,*') { throw } }
        }
    }
    function Invoke-OnceWithFewFiles([scriptblock] $Script) {
        Disconnect-KanaConnection -All
        $highest = (Get-ChildItem /proc/$PID/fd).Name | ForEach-Object { [int] $_ } | Sort-Object | Select-Object -Last 1
        $files = @(do { ($file = [IO.File]::OpenRead('/dev/null')) } until ($file.SafeFileHandle.DangerousGetHandle().ToInt64() -gt $highest))
        $soft = (prlimit --pid $PID --nofile --output SOFT --noheadings).Trim()
        try {
            prlimit --pid $PID "--nofile=$($file.SafeFileHandle.DangerousGetHandle().ToInt64() + 41):"
            & $Script
        }
        finally {
            prlimit --pid $PID "--nofile=${soft}:"
            $files.ForEach('Dispose')
        }
    }
    function Assert-Broker {
        if ($NeedsBroker -and -not $broker) { Set-ItResult -Skipped -Because 'nats-server is not on the path, and KANA_NATS_SERVER names none' }
    }
    function Show-Error([Management.Automation.ErrorRecord] $Record, [string] $View) {
        $ErrorView = $View
        $PSStyle.OutputRendering = 'PlainText'
        try { ($Record | Out-String -Width 1000) -replace '\s*[\r\n]+[\s|]*', ' ' } finally { $PSStyle.OutputRendering = 'Host' }
    }
}

AfterAll {
    Unregister-Event Exists
    $exchange, $server, $silent, $refusing, $broker | Where-Object { $_ } | ForEach-Object { $_.Dispose() }
    [void] $secure.DisposeAsync().AsTask().Wait(5000)
}

Describe 'The table of errors' {
    It 'is the list of what these tests raise' -ForEach @(, @($cases.Id)) {
        $table.Id | Should -Be ($_ | Sort-Object)
    }

    It 'has an error for each kind of failure of the client' {
        [enum]::GetNames([KanaPerps.KanaErrorKind]) | ForEach-Object { "Kana$_" } | Should -BeIn $table.Id
    }

    It 'is told by about_KanaErrors word for word, and nothing else is' {
        $documented = [regex]::Matches($page, '(?m)^### (?<id>\w+)\n\n- Category: (?<category>.+)\n- Meaning: (?<meaning>.+)\n- Remedy: (?<remedy>.+)$').ForEach({
                '{0}|{1}|{2}|{3}' -f $_.Groups['id'], $_.Groups['category'], $_.Groups['meaning'], $_.Groups['remedy']
            })
        $documented | Should -Be $table.ForEach({ '{0}|{1}|{2}|{3}' -f $_.Id, $_.Category, $_.Meaning, $_.Remedy })
        [regex]::Matches($page, '(?m)^### ').Count | Should -Be $table.Count
    }

    It 'is reached by Get-Help' {
        $help = Get-Help about_KanaErrors | Out-String
        foreach ($id in $table.Id) { $help | Should -Match "(?m)^  $id\r?$" }
    }
}

# The limit of open files is looked at on Linux alone.
Describe 'The error <Id>' -ForEach $cases.Where({ $IsLinux -or $_.Id -ne 'KanaTooManyOpenFiles' }) {
    BeforeAll {
        if ($Path) { $server.Reply($Path, $Status, '') }
        if ($NeedsBroker -and -not $broker) { return }
        $result = Invoke-Caught $Raise
        $record = $result.Errors[0]
        $known = $table.Where({ $_.Id -eq $Id })[0]
    }

    It 'has its id, its category and a target' {
        Assert-Broker
        $result.Errors | Should -HaveCount 1
        $record.FullyQualifiedErrorId | Should -BeLike "$Id,KanaPerps.PowerShell.*Command"
        $record.CategoryInfo.Category | Should -Be $known.Category
        $record.TargetObject | Should -Not -BeNullOrEmpty
    }

    It 'recommends what to do, in a sentence of its own' {
        Assert-Broker
        $record.ErrorDetails.RecommendedAction | Should -Match '^[A-Z0''].*[^.]\.$'
        "$record" | Should -BeExactly $record.Exception.Message
        "$record" | Should -Match '\S'
        "$record" | Should -Not -Match ([regex]::Escape($record.ErrorDetails.RecommendedAction))
    }

    It 'shows the recommendation once in ConciseView, and the message once in NormalView' {
        Assert-Broker
        $shown = Show-Error $record ConciseView
        [regex]::Matches($shown, [regex]::Escape($record.ErrorDetails.RecommendedAction)).Count | Should -Be 1 -Because $shown
        [regex]::Matches((Show-Error $record NormalView), [regex]::Escape("$record")).Count | Should -Be 1
        Show-Error $record CategoryView | Should -Match "$($known.Category)"
    }
}

Describe 'A near miss' {
    It '<Typed> among symbols: <Says>' -ForEach @(
        @{ Typed = 'APTUSD'; Says = 'Did you mean APT-USD\?' }
        @{ Typed = 'ATP-USD'; Says = 'Did you mean APT-USD\?' }
        @{ Typed = 'btcusd'; Says = 'Did you mean BTC-USD\?' }
        @{ Typed = 'SOL/USDT'; Says = 'Did you mean SOL-USD\?' }
        @{ Typed = 'SLO*'; Says = 'Did you mean SOL-USD\?' }
        @{ Typed = 'DOGE-USD'; Says = '^Known on Mainnet' }
        @{ Typed = 'SUI-USD'; Says = '^Known on Mainnet' }
        @{ Typed = 'E'; Says = '^Known on Mainnet' }
    ) {
        (Invoke-Caught { Get-KanaMarket $Typed }).Errors[0].ErrorDetails.RecommendedAction | Should -Match $Says
    }

    It '<Typed> among networks: <Says>' -ForEach @(
        @{ Typed = 'Mainet'; Says = 'Did you mean Mainnet\?' }
        @{ Typed = 'tesnet'; Says = 'Did you mean Testnet\?' }
        @{ Typed = 'sim'; Says = 'Did you mean Simulator\?' }
        @{ Typed = 'Nirvana'; Says = '^Use Mainnet' }
    ) {
        (Invoke-Caught { Get-KanaMarket -Network $Typed }).Errors[0].ErrorDetails.RecommendedAction | Should -Match $Says
    }

    It '<Topic> among topics is a warning, and requested anyway: <Says>' -ForEach @(
        @{ Topic = 'orderbok'; By = @{ MarketId = 14 }; Says = "^'orderbok' is not a documented topic, and the venue may not answer\. Did you mean orderbook\?" }
        @{ Topic = 'possitions'; By = @{ ProfileAddress = '0x1' }; Says = 'Did you mean positions\?' }
        @{ Topic = 'orderbook'; By = @{}; Says = 'by market: give -MarketId or -Symbol' }
        @{ Topic = 'positions'; By = @{ MarketId = 14 }; Says = 'by account: give -ProfileAddress or -WalletAddress' }
        @{ Topic = 'live_funding_rate'; By = @{ MarketId = 14 }; Says = 'by its name alone' }
        @{ Topic = 'live_trade_history'; By = @{ ProfileAddress = '0x1' }; Says = '' }
        @{ Topic = 'trades'; By = @{ MarketId = 14 }; Says = 'Did you mean recent_trades\?' }
        @{ Topic = 'book'; By = @{ MarketId = 14 }; Says = 'Did you mean orderbook\?' }
        @{ Topic = 'fills'; By = @{ ProfileAddress = '0x1' }; Says = 'Did you mean trade_history\?' }
        @{ Topic = 'funding_rate'; By = @{}; Says = 'Did you mean live_funding_rate\?' }
        @{ Topic = 'deposits'; By = @{ ProfileAddress = '0x1' }; Says = 'Did you mean deposit_withdraw_history\?' }
        @{ Topic = 'posi*'; By = @{ ProfileAddress = '0x1' }; Says = 'Did you mean positions\?' }
        @{ Topic = 'something_new'; By = @{}; Says = "^'something_new' is not a documented topic, and the venue may not answer\. It is requested anyway\. Documented topics: .*deposit_withdraw_history, .*, trade_history\." }
        @{ Topic = 'foo*'; By = @{}; Says = "^'foo\*' is not a documented topic, and the venue may not answer\. It is requested anyway\. Documented topics: " }
    ) {
        $scripted = Start-ScriptedServer '{"data":[]}'
        $message = Watch-KanaTopic $Topic @By -Endpoint $scripted.WebSocketUri -MaxEvents 1 -TimeoutSec 20 -WarningVariable warnings -WarningAction SilentlyContinue
        $message.Topic | Should -BeExactly $Topic
        if ($Says) { $warnings | Should -HaveCount 1; "$warnings" | Should -Match $Says } else { $warnings | Should -BeNullOrEmpty }
        $scripted.Dispose()
    }

    It 'of a wallet in the place of its profile is told at once, and again when nothing comes' {
        $scripted = Start-ScriptedServer
        $scripted.Reply('/getProfileAddress', '200 OK', '{"success":true,"data":"0xabc1"}')
        $profile = Get-KanaProfileAddress 0x77a -Endpoint $scripted.WebSocketUri
        $result = Invoke-Caught { Get-KanaPosition $profile.Wallet -Endpoint $scripted.WebSocketUri -TimeoutSec 0.3 -WarningVariable script:warnings -WarningAction SilentlyContinue }
        "$warnings" | Should -Match "is the wallet address of the profile $($profile.ProfileAddress).*-WalletAddress"
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaNoFirstMessage,*'
        $result.Errors[0].ErrorDetails.RecommendedAction | Should -Match "give its profile $($profile.ProfileAddress)"

        # The same address is not a known wallet elsewhere.
        $other = Invoke-Caught { Get-KanaPosition $profile.Wallet -Endpoint $exchange.WebSocketUri -TimeoutSec 0.3 3>&1 }
        "$($other.Output)" | Should -Not -Match 'is the wallet address'
        $scripted.Dispose()
    }

    It 'of a wallet in the place of its profile is told where REST asks by wallet' {
        $scripted = Start-ScriptedServer
        $scripted.Reply('/getProfileAddress', '200 OK', '{"success":true,"data":"0xabc3"}')
        $known = Get-KanaProfileAddress 0x77c -Endpoint $scripted.WebSocketUri
        foreach ($command in { Get-KanaBalance -ProfileAddress 0x77c @args }, { Get-KanaPosition 0x77c -Source Rest @args }, { Get-KanaFundingHistory -ProfileAddress 0x77c @args }) {
            $result = Invoke-Caught { & $command -Endpoint $scripted.WebSocketUri }
            $result.Errors | Should -HaveCount 1
            $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaWalletUnknown,*'
            $result.Errors[0].ErrorDetails.RecommendedAction | Should -Be "This is the wallet address of the profile $($known.ProfileAddress): use -WalletAddress."
        }
        $scripted.Dispose()
    }

    It 'of a profile in the place of its wallet is a warning, and requested anyway' {
        $other = Start-TestExchange -Paused
        $known = (Get-KanaProfileAddress 0x77d -Endpoint $other.WebSocketUri).ProfileAddress
        foreach ($command in { Get-KanaBalance $known -Kind Net @args }, { Get-KanaProfileAddress $known @args }, { Get-KanaPosition -WalletAddress $known @args }, { Get-KanaFill -WalletAddress $known -Source Rest @args }) {
            $told = @(& $command -Endpoint $other.WebSocketUri -TimeoutSec 20 2>&1 3>&1)
            $warnings = @($told | Where-Object { $_ -is [System.Management.Automation.WarningRecord] })
            ($told | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }).FullyQualifiedErrorId | Should -BeLike 'KanaNotFound,*' -Because 'the venue was asked'
            $warnings | Should -HaveCount 1
            "$warnings" | Should -Match "^$known is the profile address of the wallet 0x0+77d\. .*-ProfileAddress"
        }
        Get-KanaBalance 0x77d -Kind Net -Endpoint $other.WebSocketUri -WarningVariable silence | Out-Null
        $silence | Should -BeNullOrEmpty
        $other.Dispose()
    }

    It 'of a profile in the place of its wallet is told when the venue does not know it' {
        $scripted = Start-ScriptedServer
        $scripted.Reply('/getProfileAddress', '200 OK', '{"success":true,"data":"0xabc2"}')
        $profile = Get-KanaProfileAddress 0x77b -Endpoint $scripted.WebSocketUri
        $scripted.Reply('/getProfileAddress', '404 Not Found', '{"success":false,"message":"no profile"}')
        $result = Invoke-Caught { Get-KanaPosition -WalletAddress $profile.ProfileAddress -Endpoint $scripted.WebSocketUri -TimeoutSec 5 -WarningAction SilentlyContinue }
        $result.Errors[0].ErrorDetails.RecommendedAction | Should -Match 'profile address: use -ProfileAddress'
        $scripted.Dispose()
    }
}
