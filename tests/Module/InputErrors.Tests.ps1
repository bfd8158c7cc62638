# What a user can get wrong: each mistake has an id, a category, a target and a next step, and costs the good inputs nothing.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Paused
    $venue = @{ Endpoint = $exchange.WebSocketUri; TimeoutSec = 20 }

    function Assert-Error($Record, $Id, $Category, $Target, $NextStep) {
        $Record.FullyQualifiedErrorId | Should -BeLike "$Id,KanaPerps.PowerShell.*"
        $Record.CategoryInfo.Category | Should -Be $Category
        $Record.TargetObject | Should -Be $Target
        Get-ErrorText $Record | Should -Match $NextStep
    }
}

AfterAll {
    $exchange.Dispose()
}

Describe 'A text that is not an address' {
    It '<_> is refused with KanaInvalidAddress, and the good address next to it is served' -ForEach '', 'abc', '0x', '0xzz', "0x$('1' * 65)" {
        $bad = $_
        $result = Invoke-Caught { [pscustomobject]@{ Address = Get-TestProfile 0x2a }, [pscustomobject]@{ Address = $bad -eq '' ? ' ' : $bad } | Get-KanaTransfer @venue }
        $result.Errors | Should -HaveCount 1
        Assert-Error $result.Errors[0] KanaInvalidAddress InvalidArgument ($bad -eq '' ? ' ' : $bad) '0x followed by 1 to 64 hexadecimal digits'
        $result.Terminated | Should -BeFalse
        Get-ConnectionTo $exchange.WebSocketUri | Where-Object Topic -EQ deposit_withdraw_history | Should -HaveCount 1
    }

    It 'is shown by its beginning when it is long, and without what steers a terminal' {
        $text = "`e[31m" + ('x' * 500)
        $record = (Invoke-Caught { Get-KanaPosition $text @venue }).Errors[0]
        "$record" | Should -BeExactly "'\u001B[31m$('x' * 75)…' is not a profile address."
        $record.TargetObject | Should -BeExactly $text
    }

    It 'is refused by Get-KanaProfileAddress and Watch-KanaTopic too' {
        Assert-Error (Invoke-Caught { Get-KanaProfileAddress nonsense @venue }).Errors[0] KanaInvalidAddress InvalidArgument nonsense 'hexadecimal'
        Assert-Error (Invoke-Caught { Watch-KanaTopic positions -ProfileAddress nonsense @venue }).Errors[0] KanaInvalidAddress InvalidArgument nonsense 'hexadecimal'
        Assert-Error (Invoke-Caught { Get-KanaFill -WalletAddress nonsense @venue }).Errors[0] KanaInvalidAddress InvalidArgument nonsense 'wallet address.*hexadecimal'
    }
}

Describe 'What a user typed' {
    It 'steers no terminal from an error: <_>' -ForEach @(
        { Get-KanaMarket "A`e]0;x`a" }
        { Get-KanaMarket -Network "A`e]0;x`a" }
        { Get-KanaPosition "A`e]0;x`a" @venue }
        { Get-KanaBalance "A`e]0;x`a" @venue }
        { Get-KanaOrderBook 14 -Endpoint "A`e]0;x`a" }
        { Get-KanaOrderBook -MarketId "A`e]0;x`a" @venue }
    ) {
        $record = (Invoke-Caught $_).Errors[0]
        "$record", $record.ErrorDetails.RecommendedAction, $record.CategoryInfo.GetMessage() | Should -Not -Match '[\x00-\x1f]'
        "$record" | Should -Match 'A\\u001B'
    }
}

Describe 'A symbol that matches nothing' {
    It 'is refused with KanaUnknownSymbol, and the good symbol next to it is served' {
        $result = Invoke-Caught { Get-KanaOrderBook DOGE-USD, APT-USD @venue }
        $result.Output.Symbol | Should -Be 'APT-USD'
        $result.Errors | Should -HaveCount 1
        Assert-Error $result.Errors[0] KanaUnknownSymbol ObjectNotFound 'DOGE-USD' 'APT-USD, BTC-USD, ETH-USD, SOL-USD\. .*-MarketId'
    }

    It 'names the symbol that may have been meant' {
        Get-ErrorText (Invoke-Caught { Get-KanaMarket APTUSD }).Errors[0] | Should -Match 'Did you mean APT-USD\?'
    }

    It 'that is no valid pattern is refused alike, with what is wrong with it, and costs the others nothing: <_>' -ForEach '[', 'APT[' {
        $bad = $_
        $result = Invoke-Caught { 14, $bad | Get-KanaOrderBook @venue }
        $result.Output.Symbol | Should -Be 'APT-USD'
        $result.Terminated | Should -BeFalse
        Assert-Error $result.Errors[0] KanaUnknownSymbol ObjectNotFound $bad '\[ begins a set.*ends with \]'
        foreach ($command in { Get-KanaMarket $bad, 'APT-USD' }, { Get-KanaMarket -Live $bad, 'APT-USD' @venue }, { Get-KanaPrice -Symbol $bad, 'APT-USD' @venue }, { Get-KanaFundingRate -Symbol $bad, 'APT-USD' @venue }) {
            $result = Invoke-Caught $command
            $result.Output.Symbol | Should -Be 'APT-USD'
            Assert-Error $result.Errors[0] KanaUnknownSymbol ObjectNotFound $bad 'valid pattern'
        }
    }

    It 'names the markets of mainnet for an endpoint, which no -Network has the name of' {
        $result = Invoke-Caught { Get-KanaOrderBook DOGE-USD @venue }
        Get-ErrorText $result.Errors[0] | Should -Match 'Known on Mainnet, whose table is used for other endpoints too: APT-USD'
        foreach ($command in { Get-KanaOrderBook DOGE-USD @venue }, { Get-KanaMarket 777 @venue }) {
            Get-ErrorText (Invoke-Caught $command).Errors[0] | Should -Not -Match 'Custom'
        }
    }

    It 'is refused for funding rates rather than taken for all markets' {
        $result = Invoke-Caught { Get-KanaFundingRate DOGE* @venue }
        $result.Output | Should -BeNullOrEmpty
        Assert-Error $result.Errors[0] KanaUnknownSymbol ObjectNotFound 'DOGE*' '-MarketId'
    }
}

Describe 'A market id that no table knows' {
    It 'is asked for by its id all the same' {
        $server = Start-ScriptedServer '{"data":[{"is_ask":true,"market_id":"777","price":"2","size":"1"},{"is_ask":false,"market_id":"777","price":"1","size":"1"}],"message":"orderbook"}'
        try {
            $book = Get-KanaOrderBook 777 -Endpoint $server.WebSocketUri -TimeoutSec 20
            $book.MarketId, $book.Symbol, $book.Spread | Should -Be 777, $null, 1
            "$book" | Should -Be '777 1 / 2'
        }
        finally { $server.Dispose() }
    }

    It 'is KanaUnknownMarket for Get-KanaMarket, and the known one next to it is served' {
        $result = Invoke-Caught { Get-KanaMarket -MarketId 777, 14 }
        $result.Output.Symbol | Should -Be 'APT-USD'
        Assert-Error $result.Errors[0] KanaUnknownMarket ObjectNotFound 777 'with -Live'
    }

    It 'is KanaNotFound for Get-KanaMarket -Live, and the known one next to it is served' {
        $result = Invoke-Caught { Get-KanaMarket -MarketId 777, 14 -Live @venue }
        $result.Output.Symbol | Should -Be 'APT-USD'
        Assert-Error $result.Errors[0] KanaNotFound ObjectNotFound 777 'Market not found.*Check the address or id'
    }

    It 'is KanaNoFirstMessage when the venue stays silent about it, with its list where there was time to ask for it' {
        $result = Invoke-Caught { Get-KanaOrderBook 777 -Endpoint $exchange.WebSocketUri -TimeoutSec 0.3 }
        "$($result.Errors[0].TargetObject)" | Should -Be 'orderbook 777'
        Assert-Error $result.Errors[0] KanaNoFirstMessage OperationTimeout $result.Errors[0].TargetObject '(re-created the market under another id\. Get-KanaMarket -Live gets|The venue lists no market 777\..*Get-KanaMarket -Live shows)'
    }

    It 'is a binding error that says so when no id is as large: <_>' -ForEach 1e30, 99999999999999999999, '99999999999999999999', ([bigint]::Pow(10, 30)) {
        $large = $_
        $record = (Invoke-Caught { Get-KanaOrderBook -MarketId $large @venue }).Errors[0]
        $record.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentTransformationError,*'
        "$record" | Should -Match 'not a market id: the largest is 9223372036854775807'
    }

    It 'is the target of each error as a number' {
        foreach ($command in { Get-KanaMarket 777 }, { Get-KanaMarket 777 -Live @venue }, { Get-KanaPrice 777 @venue }, { Get-KanaPrice -Symbol 0777 @venue }) {
            (Invoke-Caught $command).Errors[0].TargetObject | Should -BeOfType long
        }
    }

    It 'is a binding error when it is no id: <_>' -ForEach -1, '-1', '14.5', 14.5, 'abc', '', $true {
        $bad = $_
        foreach ($value in $bad, @(14, $bad)) {
            $result = Invoke-Caught { Get-KanaOrderBook -MarketId $value -Endpoint $exchange.WebSocketUri -TimeoutSec 1 }
            $result.Errors[0].FullyQualifiedErrorId | Should -Match '^Parameter\w+,KanaPerps'
            $result.Output | Should -BeNullOrEmpty
        }
    }
}

Describe 'An unknown network' {
    It 'is refused with KanaUnknownNetwork: <_>' -ForEach 'Mainet', '0', '2', '1,2', 'Custom', 'Mainnet,Testnet', 'Simulator, Testnet' {
        $name = $_
        foreach ($command in { Get-KanaOrderBook 14 @args }, { Get-KanaPrice 14 @args }, { Get-KanaMarket @args }) {
            $result = Invoke-Caught { & $command -Network $name }
            $result.Terminated | Should -BeTrue
            Assert-Error $result.Errors[0] KanaUnknownNetwork InvalidArgument $name 'Mainnet, Testnet, Simulator or Replay.*KANA_NETWORK.*-Endpoint'
            $env:KANA_NETWORK = $name
            try { Assert-Error (Invoke-Caught $command).Errors[0] KanaUnknownNetwork InvalidArgument $name 'KANA_NETWORK' } finally { $env:KANA_NETWORK = $null }
        }
    }

    It 'may be an address; one that can not be is the target of its error as it was given' {
        (Get-KanaOrderBook 14 -Network $exchange.WebSocketUri -TimeoutSec 20).Symbol | Should -Be 'APT-USD'
        Assert-Error (Invoke-Caught { Get-KanaOrderBook 14 -Network ws://example.com }).Errors[0] KanaInvalidEndpoint InvalidArgument 'ws://example.com' 'wss://'
    }

    It 'is refused also when it comes from KANA_NETWORK, in every cmdlet' {
        $env:KANA_NETWORK = 'Nirvana'
        try {
            foreach ($command in { Get-KanaOrderBook 14 }, { Watch-KanaPosition 0x1 }, { Get-KanaFundingRate }, { Get-KanaMarket }, { Get-KanaProfileAddress 0x1 }, { Watch-KanaTopic orderbook }) {
                Assert-Error (Invoke-Caught $command).Errors[0] KanaUnknownNetwork InvalidArgument Nirvana 'KANA_NETWORK'
            }
        }
        finally { $env:KANA_NETWORK = $null }
    }

    It 'does not matter when -Endpoint is given' {
        $env:KANA_NETWORK = 'Nirvana'
        try { (Get-KanaOrderBook 14 @venue).Symbol | Should -Be 'APT-USD' } finally { $env:KANA_NETWORK = $null }
    }
}

Describe 'A network that the environment names' {
    BeforeAll {
        $env:KANA_NETWORK_DESK = "$($exchange.WebSocketUri)".Replace('://', '://someone:secret@')
        $env:KANA_NETWORK_MAINNET = 'ws://localhost:1/'
    }

    AfterAll { $env:KANA_NETWORK_DESK = $env:KANA_NETWORK_MAINNET = $env:KANA_NETWORK = $null }

    It 'is a network of every command, in any case, and the default if KANA_NETWORK says so' {
        (Get-KanaOrderBook 14 -Network desk -TimeoutSec 20).Network | Should -Be "$($exchange.WebSocketUri)"
        $env:KANA_NETWORK = 'Desk'
        try { (Get-KanaOrderBook 14 -TimeoutSec 20).Symbol | Should -Be 'APT-USD' } finally { $env:KANA_NETWORK = $null }
    }

    It 'is completed with its address, and does not replace one of the venue' {
        $offers = (TabExpansion2 'Get-KanaOrderBook -Network ' 27).CompletionMatches
        ($offers | Where-Object CompletionText -EQ DESK).ToolTip | Should -BeExactly "$($exchange.WebSocketUri)"
        @($offers | Where-Object CompletionText -EQ Mainnet).ToolTip | Should -Be 'The live exchange'
        (TabExpansion2 'Get-KanaOrderBook -Network Desk ap' 34).CompletionMatches.CompletionText | Should -Contain 'APT-USD'
    }

    It 'is that in capitals where variables differ in case alone' -Skip:$IsWindows {
        $variables = 'dESK', 'Desk', 'desk'
        foreach ($name in $variables) { [Environment]::SetEnvironmentVariable("KANA_NETWORK_$name", 'ws://localhost:1/') }
        try {
            @((TabExpansion2 'Get-KanaOrderBook -Network desk' 31).CompletionMatches).ToolTip | Should -Be "$($exchange.WebSocketUri)"
            (Get-KanaOrderBook 14 -Network desk -TimeoutSec 20).Symbol | Should -Be 'APT-USD'
        }
        finally { foreach ($name in $variables) { [Environment]::SetEnvironmentVariable("KANA_NETWORK_$name", $null) } }
    }

    It 'is told by the error of an unknown name, which says how one is set up' {
        Assert-Error (Invoke-Caught { Get-KanaOrderBook 14 -Network Deks }).Errors[0] KanaUnknownNetwork InvalidArgument Deks 'Did you mean DESK\? Use Mainnet, Testnet, Simulator, Replay or DESK .*KANA_NETWORK_DESK=nats://host:4222/kana/mainnet'
    }

    It 'is an error that names the variable, and no credentials, when it has the address <_>' -ForEach 'ws://a:secret@example.com', 'nats://a:secret@localhost', 'a:secret@localhost:4222', 'Mainnet', 'http://' {
        $env:KANA_NETWORK_BAD = $_
        try {
            $fault = (Invoke-Caught { Get-KanaOrderBook 14 -Network bad }).Errors[0]
            Assert-Error $fault KanaInvalidEndpoint InvalidArgument bad 'The environment variable KANA_NETWORK_BAD can.t be used: '
            "$fault $($fault.ErrorDetails) $($fault.Exception | Format-List * -Force | Out-String)" | Should -Not -Match 'secret'
        }
        finally { $env:KANA_NETWORK_BAD = $null }
    }
}

Describe 'An endpoint that can not be' {
    It 'shows no name or password that stands in it, whatever the error: <_>' -ForEach @(
        { Get-KanaOrderBook 14 -Endpoint 'ws://user:s3cret@192.0.2.1/ws/' }
        { Get-KanaOrderBook 14 -Network 'ws://user:s3cret@192.0.2.1/ws/' }
        { Get-KanaOrderBook 14 -Endpoint 'ftp://user:s3cret@127.0.0.1/' }
        { Get-KanaOrderBook 14 -Network 'ftp://user:s3cret@127.0.0.1/' }
        { Get-KanaOrderBook 14 -Endpoint "ws://user:s3cret@127.0.0.1:$port/ws/" }
        { Get-KanaOrderBook 14 -Network "ws://user:s3cret@127.0.0.1:$port/ws/" }
        { Get-KanaPrice 14 -Endpoint "http://user:s3cret@127.0.0.1:$port/" -TimeoutSec 0.5 }
        { Get-KanaOrderBook 14 -Network 'user:s3cret@127.0.0.1' }
        { Get-KanaOrderBook 14 -Endpoint 'user:s3cret@127.0.0.1' }
        { Get-KanaOrderBook 14 -Network 'ws://user:s3cret@no host/' }
    ) {
        $refusing = New-RefusingEndpoint
        $port = $refusing.Uri.Port
        $record = (Invoke-Caught $_).Errors[0]
        $record.FullyQualifiedErrorId | Should -BeLike 'Kana*'
        ($record | Format-List * -Force | Out-String), ($record | Get-Error | Out-String), (Get-ErrorText $record), "$($record.TargetObject)", $record.Exception.ToString() |
            ForEach-Object { $_ -replace '-(Endpoint|Network) [''"].*', '' } | Should -Not -Match 's3cret'
        $refusing.Dispose()
    }

    It 'is asked without the name and password that stand in it, which its objects do not carry' {
        $address = "ws://user:s3cret@127.0.0.1:$($exchange.WebSocketUri.Port)/ws/"
        (Get-KanaOrderBook 14 -Endpoint $address -TimeoutSec 20).Network | Should -Be $exchange.WebSocketUri
    }

    It '<Endpoint> is refused with KanaInvalidEndpoint before any dial' -ForEach @(
        @{ Endpoint = 'ws://perpetuals-indexer-ws.kana.trade/ws/'; NextStep = 'without encryption.*wss://' }
        @{ Endpoint = 'http://192.0.2.1/'; NextStep = 'without encryption.*wss://' }
        @{ Endpoint = 'ftp://127.0.0.1/'; NextStep = 'begins with wss:// or https://' }
        @{ Endpoint = 'file:///etc/passwd'; NextStep = 'begins with wss:// or https://' }
        @{ Endpoint = 'just/a/path'; NextStep = 'begins with wss:// or https://' }
    ) {
        foreach ($command in { Get-KanaOrderBook 14 -Endpoint $Endpoint }, { Watch-KanaFill 0x1 -Endpoint $Endpoint }, { Get-KanaMarket -Live -Endpoint $Endpoint }) {
            $result = Invoke-Caught $command
            $result.Terminated | Should -BeTrue
            Assert-Error $result.Errors[0] KanaInvalidEndpoint InvalidArgument ([uri] $Endpoint) $NextStep
            $result.Elapsed | Should -BeLessThan ([timespan]::FromSeconds(1))
        }
        Get-ConnectionTo ([uri] $Endpoint) | Should -BeNullOrEmpty
    }
}
