# Funding rates: one topic for all markets, filtered on this side.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Paused -Rate 1000
    $venue = @{ Endpoint = $exchange.WebSocketUri; TimeoutSec = 20 }
}

AfterAll {
    $exchange.Dispose()
}

Describe 'Get-KanaFundingRate' {
    It 'gives one row for each of the four markets' {
        $rates = Get-KanaFundingRate @venue
        $rates | Should -BeOfType KanaPerps.FundingRate
        $rates.Symbol | Sort-Object | Should -BeExactly 'APT-USD', 'BTC-USD', 'ETH-USD', 'SOL-USD'
        $rates.Change | Sort-Object -Unique | Should -Be 'Current'
    }

    It 'hands the rate on unscaled, as decimal' {
        $sent = Get-VenueRow $exchange @{ topic = 'live_funding_rate' }
        foreach ($rate in Get-KanaFundingRate @venue) {
            $rate.Rate | Should -BeOfType decimal
            $rate.Rate | Should -Be ([decimal] ($sent | Where-Object market_id -EQ $rate.MarketId).funding_rate)
        }
    }

    It 'shows no time where the venue says 0' {
        $server = Start-ScriptedServer '{"data":[{"funding_rate":"0","funding_timestamp":0,"last_updated":1748390400,"market_id":"14"}],"message":"live_funding_rate"}'
        try {
            $rate = Get-KanaFundingRate -Endpoint $server.WebSocketUri -TimeoutSec 20
            $rate.FundingTimestamp | Should -BeNullOrEmpty
            $rate.LastUpdated | Should -Be ([datetimeoffset] '2025-05-28T00:00:00Z')
        }
        finally { $server.Dispose() }
    }

    It 'gives only the markets asked for, by <What>' -ForEach @(
        @{ What = 'id'; Market = @{ MarketId = 15, 31 } }
        @{ What = 'symbol'; Market = @{ Symbol = 'btc-usd', 'S*' } }
    ) {
        (Get-KanaFundingRate @Market @venue).Symbol | Sort-Object | Should -Be 'BTC-USD', 'SOL-USD'
    }

    It 'keeps apart what is asked for at two venues' {
        $other = Start-TestExchange -Paused
        $asked = [pscustomobject]@{ MarketId = 14; Endpoint = $exchange.WebSocketUri }, [pscustomobject]@{ MarketId = 15; Endpoint = $other.WebSocketUri }
        $rates = $asked | Get-KanaFundingRate -TimeoutSec 20
        $rates | ForEach-Object { "$($_.MarketId) $($_.Network)" } | Sort-Object | Should -Be "14 $($exchange.WebSocketUri)", "15 $($other.WebSocketUri)"
        $other.Dispose()
    }

    It 'uses one connection, however many markets are asked for' {
        14, 15, 16 | Get-KanaFundingRate @venue | Should -HaveCount 3
        Get-ConnectionTo $exchange.WebSocketUri | Where-Object Topic -EQ live_funding_rate | Should -HaveCount 1
    }
}

Describe 'Watch-KanaFundingRate' {
    It 'gives the current rates, then those that changed' {
        $rates = Invoke-Moving $exchange { Watch-KanaFundingRate @venue -MaxEvents 12 }
        $rates | Should -HaveCount 12
        $rates[0..3].Change | Sort-Object -Unique | Should -Be 'Current'
        $rates[4..11].Change | Sort-Object -Unique | Should -Be 'Updated'
    }

    It 'shows the hour that funding was paid for' {
        $paid = Invoke-Moving $exchange { Watch-KanaFundingRate 14 @venue | Where-Object FundingTimestamp | Select-Object -First 1 }
        $paid.FundingTimestamp.Offset | Should -Be ([timespan]::Zero)
        $paid.FundingTimestamp.Minute | Should -Be 0
        $paid.FundingTimestamp.Year | Should -Be 2026
    }

    It 'gives with -EveryMessage every row of every message' {
        $rates = Invoke-Moving $exchange { Watch-KanaFundingRate @venue -EveryMessage -MaxEvents 12 }
        $rates | Group-Object { $_.ReceivedAt.UtcTicks } | ForEach-Object Count | Sort-Object -Unique | Should -Be 4
        $rates.Change | Sort-Object -Unique | Should -Be 'Current'
    }
}
