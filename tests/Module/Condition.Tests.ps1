# Waiting for an object that fulfils a condition: how it ends, and what it ends.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Paused
    $venue = @{ Endpoint = $exchange.WebSocketUri }
    $exchange.Step(50)
    # A market that the exchange does not know: it says nothing of it.
    $silent = $venue + @{ MarketId = 777; WarningAction = 'SilentlyContinue' }
}

AfterAll {
    $exchange.Dispose()
}

Describe 'Wait-KanaCondition' {
    It 'writes the object that fulfils the condition and ends the stream before it, wherever that stands: <Name>' -ForEach @(
        @{ Name = 'directly before'; Script = { Watch-KanaOrderBook APT-USD @venue | Wait-KanaCondition { $_.Mid -ne $mid } } }
        @{ Name = 'with a filter between'; Script = { Watch-KanaOrderBook APT-USD @venue | Where-Object { $true } | Wait-KanaCondition { $_.Mid -ne $mid } } }
        @{ Name = 'with commands behind'; Script = { Watch-KanaOrderBook APT-USD @venue | Wait-KanaCondition { $_.Mid -ne $mid } | Sort-Object Mid } }
        @{ Name = 'in a function with a loop'; Script = { & { while ($true) { Watch-KanaOrderBook APT-USD -MaxEvents 3 @venue } } | Wait-KanaCondition { $_.Mid -ne $mid } } }
    ) {
        $mid = (Get-KanaOrderBook APT-USD @venue).Mid
        $book = Invoke-Moving $exchange $Script
        $book | Should -HaveCount 1
        $book | Should -BeOfType KanaPerps.OrderBook
        $book.Mid | Should -Not -Be $mid
    }

    It 'ends <Name>' -ForEach @(
        @{ Name = 'other commands, if it is the last one'; Script = { 1..9 | ForEach-Object { $seen.Add($_); $_ } | Wait-KanaCondition { $_ -eq 3 } }; Seen = 1..3 }
        @{ Name = 'a loop that does not end by itself'; Script = { & { for ($i = 1; ; $i++) { $seen.Add($i); $i } } | Wait-KanaCondition { $_ -eq 3 } }; Seen = 1..3 }
        @{ Name = 'no other commands, if commands follow, and uses nothing more of them'; Script = { 1..5 | ForEach-Object { $seen.Add($_); $_ } | Wait-KanaCondition { $_ -eq 3 } | Sort-Object }; Seen = 1..5 }
        @{ Name = 'other commands, if Select-Object follows'; Script = { 1..9 | ForEach-Object { $seen.Add($_); $_ } | Wait-KanaCondition { $_ -eq 3 } | Select-Object -First 1 | Sort-Object }; Seen = 1..3 }
    ) {
        $seen = [Collections.Generic.List[int]]::new()
        & $Script | Should -Be 3
        $seen | Should -Be $Seen
    }

    It 'ends with <Id> when <Name>' -ForEach @(
        @{ Id = 'KanaConditionTimeout'; Name = 'the time is over while objects come'; Script = { Watch-KanaOrderBook APT-USD @venue | Wait-KanaCondition { $_.Mid -lt 0 } -TimeoutSec 0.3 }; Says = 'The condition \{ \$_\.Mid -lt 0 \} was not fulfilled within 0\.3 s: ' }
        @{ Id = 'KanaConditionTimeout'; Name = 'the time is over while nothing comes'; Script = { Watch-KanaOrderBook @silent | Wait-KanaCondition { $true } -TimeoutSec 0.3 }; Says = 'within 0\.3 s: 0 objects came' }
        @{ Id = 'KanaConditionTimeout'; Name = 'the time is over behind other commands, and nothing comes'; Script = { Watch-KanaOrderBook @silent | Where-Object Mid | Measure-KanaOrderBook | Wait-KanaCondition { $true } -TimeoutSec 0.3 }; Says = ': 0 objects came' }
        @{ Id = 'KanaConditionTimeout'; Name = 'a Get- command is silent'; Script = { Get-KanaOrderBook @silent | Wait-KanaCondition { $true } -TimeoutSec 0.3 }; Says = ': 0 objects came' }
        @{ Id = 'KanaConditionNotMet'; Name = 'the input ends'; Script = { 1, 2 | Wait-KanaCondition { $_ -gt 5 } -TimeoutSec 20 }; Says = '^The input ended, .*: 2 objects came\.$' }
        @{ Id = 'KanaConditionNotMet'; Name = 'there is no input'; Script = { @() | Wait-KanaCondition { $true } }; Says = ': 0 objects came\.$' }
        @{ Id = 'KanaConditionImpossible'; Name = 'it can''t be fulfilled any more'; Script = { 1..9 | Wait-KanaCondition { $_ -gt 5 } -Unless { $_ -eq 2 } }; Says = '\{ \$_ -eq 2 \} holds\.$'; Target = 2 }
        @{ Id = 'KanaConditionFailed'; Name = 'the condition throws'; Script = { 1, 2 | Wait-KanaCondition { throw 'a mistake' } }; Says = 'failed: a mistake$'; Target = 1 }
        @{ Id = 'KanaConditionFailed'; Name = 'the condition calls what is not there'; Script = { 1, 2 | Wait-KanaCondition { $_.Foo.Bar() } }; Says = 'null-valued|can''?not be found'; Target = 1 }
        @{ Id = 'KanaConditionFailed'; Name = 'a command in the condition has an error'; Script = { 1, 2 | Wait-KanaCondition { Get-Item TestDrive:/nowhere; $true } }; Says = 'failed: Cannot find path'; Target = 1 }
        @{ Id = 'KanaConditionFailed'; Name = 'what excludes it throws'; Script = { 1, 2 | Wait-KanaCondition { $false } -Unless { throw 'a mistake' } }; Says = 'failed: a mistake$'; Target = 1 }
    ) {
        $result = Invoke-Caught $Script
        $result.Terminated | Should -BeTrue
        $result.Output | Should -BeNullOrEmpty
        $result.Errors[-1].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$($result.Errors[-1])" | Should -Match $Says
        if ($_.ContainsKey('Target')) { $result.Errors[-1].TargetObject | Should -Be $Target }
    }

    It 'says why nothing came' {
        try { Watch-KanaOrderBook 777 @venue -WarningVariable why -WarningAction SilentlyContinue | Wait-KanaCondition { $true } -TimeoutSec 0.3 } catch { $caught = $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'KanaConditionTimeout,*'
        "$why" | Should -Match 'market 777 order book: no data for 0\.3 s'
    }

    It 'takes what the condition writes as Where-Object does: <Name>' -ForEach @(
        @{ Name = 'nothing'; Condition = {}; Holds = $false }, @{ Name = 'zero'; Condition = { 0 }; Holds = $false }, @{ Name = 'two zeros'; Condition = { 0; 0 }; Holds = $true }
        @{ Name = 'a text'; Condition = { 'x' }; Holds = $true }, @{ Name = 'null for null'; Condition = { $null -eq $_ }; Holds = $true }
    ) {
        (Invoke-Caught { $null | Wait-KanaCondition $Condition }).Terminated | Should -Be (-not $Holds)
    }

    It 'waits within a condition, and behind another wait' {
        Watch-KanaOrderBook APT-USD @venue | Wait-KanaCondition { (Watch-KanaOrderBook BTC-USD @venue | Wait-KanaCondition { $_.Mid } -TimeoutSec 20).Mid } -TimeoutSec 20 | ForEach-Object {
            Watch-KanaTrade APT-USD -MaxEvents 3 -TimeoutSec 20 @venue
        } | Should -HaveCount 3
    }

    It 'is stopped at once while nothing comes' {
        $watcher = Start-Watcher { param($Endpoint) Watch-KanaOrderBook 777 -Endpoint $Endpoint | Wait-KanaCondition { $true } } @{ Endpoint = $exchange.WebSocketUri }
        Wait-Until { Get-ConnectionTo $exchange.WebSocketUri | Where-Object { $_.Key -eq 777 -and $_.State -eq 'Subscribed' } } 'it waits'
        Stop-Watcher $watcher | Should -BeLessThan ([timespan] '00:00:02')
    }
}
