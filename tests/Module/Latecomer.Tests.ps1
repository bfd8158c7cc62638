# Commands that join a connection which others have open: they are told what is wrong with it, and a Get- answers from the venue or not at all.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $address = '0x' + 'b' * 64
    $position = '{"address":"' + $address + '","market_id":"14","is_long":true,"leverage":5,"entry_price":"5.5","liq_price":"4.6","margin":"11","size":"10","value":"55","trade_id":"165","last_updated":1764000000}'

    function Register-Position($Server) {
        $null = Register-KanaEvent positions Position -ProfileAddress $address -Endpoint $Server.WebSocketUri
        Wait-Until { Get-ConnectionTo $Server.WebSocketUri | Where-Object State -EQ Live } 'the feed is live'
    }
}

Describe 'A connection that an event has open and that was lost' {
    BeforeEach {
        $server = Start-ScriptedServer -Frames "{`"data`":[$position],`"message`":`"positions`"}"
        Register-Position $server

        # The next dials are taken and not answered.
        $server.Texts = $null
        $server.CloseConnections()
        Wait-Until { Get-ConnectionTo $server.WebSocketUri | Where-Object State -NE Live } 'the loss is seen'
    }

    AfterEach {
        Get-EventSubscriber -Force | Unregister-Event
        Get-Event | Remove-Event
        $server.Dispose()
    }

    It 'makes Get- an error and never the rows of before' {
        $caught = Invoke-Caught { Get-KanaPosition $address -Endpoint $server.WebSocketUri -TimeoutSec 2 }

        $caught.Output | Should -BeNullOrEmpty
        $caught.Errors | Should -HaveCount 1
        $caught.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaConnectFailed,*'
    }

    It 'lets Get- wait for the venue to come back' {
        $server.Texts = @("{`"data`":[$($position -replace '"size":"10"', '"size":"7"')],`"message`":`"positions`"}")

        # The dial that was not answered while the venue was away may have to come to its end first.
        $server.CloseConnections()
        $rows = Get-KanaPosition $address -Endpoint $server.WebSocketUri -TimeoutSec 20 -ErrorAction Ignore
        if (-not $rows) { $rows = Get-KanaPosition $address -Endpoint $server.WebSocketUri -TimeoutSec 20 }

        $rows.Size | Should -Be 7
        $rows.Change | Should -Be 'Current'
    }

    It 'gives Watch- the last known rows with a warning' {
        $rows = Watch-KanaPosition $address -Endpoint $server.WebSocketUri -TimeoutSec 2 -WarningVariable trouble -WarningAction SilentlyContinue

        $rows.Size | Should -Be 10
        $trouble | ForEach-Object Notice | Should -BeOfType KanaPerps.Streaming.ReconnectingNotice
    }
}

Describe 'An address that was used without a name' {
    It 'does not leave its objects of a named network without one' {
        $simulator = Start-KanaSimulator -Rate 10
        try {
            (Get-KanaOrderBook 14 -Endpoint $simulator.Endpoint -TimeoutSec 20).Network | Should -Be "$($simulator.Endpoint)"
            (Get-KanaOrderBook 14 -Network Simulator -TimeoutSec 20).Network | Should -Be 'Simulator'
        }
        finally { Stop-KanaSimulator -Id $simulator.Id }
    }
}
