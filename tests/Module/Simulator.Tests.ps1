# The embedded exchange as a user starts and stops it.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
}

AfterAll {
    Stop-KanaSimulator
}

Describe 'Start-KanaSimulator' {
    AfterEach {
        Stop-KanaSimulator
    }

    It 'starts an exchange on a free loopback port and says where' {
        $simulator = Start-KanaSimulator -Seed 11 -Rate 50
        $simulator | Should -BeOfType KanaPerps.PowerShell.KanaSimulatorInfo
        $simulator.Endpoint.Host | Should -Be '127.0.0.1'
        $simulator.Endpoint.Scheme | Should -Be 'ws'
        $simulator.RestEndpoint.Port | Should -Be $simulator.Endpoint.Port
        $simulator.Seed, $simulator.Rate, $simulator.Encoding | Should -Be 11, 50, 'Current'
        $simulator.StartedAt.Offset | Should -Be ([timespan]::Zero)
        "$simulator" | Should -Be $simulator.Endpoint.ToString()
    }

    It 'counts connections and messages' {
        $simulator = Start-KanaSimulator
        Get-KanaOrderBook 14, 15 -Endpoint $simulator.Endpoint | Out-Null
        $simulator.TotalConnections | Should -Be 2
        (Get-KanaSimulator).Connections | Should -Be 2
        $simulator.MessagesSent | Should -BeGreaterOrEqual 2
    }

    It 'makes the same market from the same seed and start, and another from another seed' {
        $start = @{ StartTime = [datetimeoffset] '2026-03-01T00:00:00Z'; Rate = 0.001 }
        $texts = foreach ($seed in 3, 3, 4) {
            $simulator = Start-KanaSimulator -Seed $seed @start
            (Watch-KanaTopic orderbook -MarketId 14 -Endpoint $simulator.Endpoint -MaxEvents 1).Text
        }
        $texts[1] | Should -BeExactly $texts[0]
        $texts[2] | Should -Not -BeExactly $texts[0]
    }

    It 'runs several at a time, told apart by their ids' {
        $one = Start-KanaSimulator
        $two = Start-KanaSimulator -Encoding Early
        (Get-KanaSimulator).Id | Should -Be $one.Id, $two.Id
        Stop-KanaSimulator $one.Id
        (Get-KanaSimulator).Id | Should -Be $two.Id
    }

    It 'says with KanaPortUnavailable that a port is taken' {
        $taken = (Start-KanaSimulator).Endpoint.Port
        $result = Invoke-Caught { Start-KanaSimulator -Port $taken }
        $result.Terminated | Should -BeTrue
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaPortUnavailable,*'
        $result.Errors[0].CategoryInfo.Category | Should -Be 'ResourceUnavailable'
        $result.Errors[0].TargetObject | Should -Be $taken
        Get-ErrorText $result.Errors[0] | Should -Match 'Omit -Port'
        @(Get-KanaSimulator) | Should -HaveCount 1
    }

    It 'can be the source of a pipeline: its endpoint goes along' {
        Start-KanaSimulator | Get-KanaFundingRate | Should -HaveCount 4
        (Get-KanaSimulator | Get-KanaOrderBook -MarketId 14).Symbol | Should -Be 'APT-USD'
    }
}

Describe 'Stop-KanaSimulator' {
    It 'stops the simulators that are piped to it, and closes their sockets' {
        $simulator = Start-KanaSimulator
        Get-KanaOrderBook 14 -Endpoint $simulator.Endpoint | Out-Null
        $simulator | Stop-KanaSimulator
        Get-KanaSimulator | Should -BeNullOrEmpty
        { [Net.Sockets.TcpClient]::new('127.0.0.1', $simulator.Endpoint.Port).Dispose() } | Should -Throw
    }

    It 'reports an id that is not there' {
        $result = Invoke-Caught { Stop-KanaSimulator 4711 }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaSimulatorNotFound,*'
        $result.Errors[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $result.Errors[0].TargetObject | Should -Be 4711
        Get-ErrorText $result.Errors[0] | Should -Match 'Get-KanaSimulator lists'
    }

    It 'is content when none runs' {
        { Stop-KanaSimulator -ErrorAction Stop } | Should -Not -Throw
    }
}

Describe '-Network Simulator' {
    AfterAll {
        Stop-KanaSimulator
    }

    It 'starts a simulator when none runs, and uses the one that runs afterwards' {
        Stop-KanaSimulator
        (Get-KanaOrderBook 14 -Network Simulator).Symbol | Should -Be 'APT-USD'
        (Get-KanaProfileAddress 0x1 -Network simulator).Network | Should -Be 'Simulator'
        @(Get-KanaSimulator) | Should -HaveCount 1
        (Get-KanaSimulator).TotalConnections | Should -Be 1
    }

    It 'is also what the environment variable KANA_NETWORK can say' {
        $env:KANA_NETWORK = 'Simulator'
        try { (Get-KanaFundingRate).Count | Should -Be 4 } finally { $env:KANA_NETWORK = $null }
    }
}
