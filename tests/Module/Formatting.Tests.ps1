# How the objects look at the prompt.

BeforeDiscovery {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $types = Get-Command -Module KanaPerps | ForEach-Object { $_.OutputType.Name } | Where-Object { $_ -like 'KanaPerps.*' } | Sort-Object -Unique
    $types += 'KanaPerps.BookRow', 'KanaPerps.BookLevel'
}

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    [xml] $formats = Get-Content (Join-Path (Split-Path (Get-ModuleManifestPath)) 'KanaPerps.Format.ps1xml')
    function Get-View($Type) {
        $formats.Configuration.ViewDefinitions.View | Where-Object { $_.ViewSelectedBy.TypeName -contains $Type }
    }
    function Get-Table($Objects, $Width = 80) {
        $PSStyle.OutputRendering = 'PlainText'
        try { ($Objects | Out-String -Width $Width) -split "`r?`n" | Where-Object { $_ } } finally { $PSStyle.OutputRendering = 'Host' }
    }
    $exchange = Start-TestExchange -Paused
    $venue = @{ Endpoint = $exchange.WebSocketUri; TimeoutSec = 20 }
    Get-KanaPosition 0x2a @venue | Out-Null
    Wait-Until { $exchange.Step(10); (Get-KanaPosition 0x2a @venue) -and (Get-KanaOpenOrder 0x2a @venue) -and (Get-KanaFill 0x2a @venue) } -Because 'the account has something to show'
}

AfterAll {
    $exchange.Dispose()
}

Describe 'The table of <_>' -ForEach $types {
    It 'is there, once' {
        @(Get-View $_) | Should -HaveCount 1
        (Get-View $_).TableControl | Should -Not -BeNullOrEmpty
    }

    It 'has a width on its first column, so that the first row of a stream shows at once' {
        [int] (Get-View $_).TableControl.TableHeaders.TableColumnHeader[0].Width | Should -BeGreaterThan 0
    }

    It 'has a cell for every header, and shows properties that there are' {
        $view = (Get-View $_).TableControl
        $cells = @($view.TableRowEntries.TableRowEntry.TableColumnItems.TableColumnItem)
        $cells.Count | Should -Be $view.TableHeaders.TableColumnHeader.Count
        $name = $_
        $type = [AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -like 'KanaPerps.*' }).ForEach({ $_.GetType($name) }).Where({ $_ })[0]
        foreach ($property in $cells.PropertyName | Where-Object { $_ }) {
            $type.GetProperty($property) | Should -Not -BeNullOrEmpty -Because "a column of $type shows $property"
        }
    }
}

Describe 'A table' {
    It 'of <What> fits 80 columns, one line for each object under whole headers' -ForEach @(
        @{ What = 'books'; Get = { Get-KanaOrderBook 14, 15 @venue }; Headers = 'Bid Size', 'Ask Size', 'Spread' }
        @{ What = 'levels'; Get = { (Get-KanaOrderBook 14 @venue).Levels }; Headers = 'Side', 'Price', 'Size' }
        @{ What = 'trades'; Get = { Get-KanaTrade 14 @venue }; Headers = 'Time (UTC)', 'Price', 'Side' }
        @{ What = 'positions'; Get = { Get-KanaPosition 0x2a @venue }; Headers = 'Change', 'Entry', 'Side' }
        @{ What = 'open orders'; Get = { Get-KanaOpenOrder 0x2a @venue }; Headers = 'Change', 'Price', 'Type' }
        @{ What = 'fills'; Get = { Get-KanaFill 0x2a @venue }; Headers = 'Time (UTC)', 'Fee', 'Pnl' }
        @{ What = 'orders'; Get = { Get-KanaOrderHistory 0x2a @venue }; Headers = 'Updated (UTC)', 'Status', 'Price' }
        @{ What = 'transfers'; Get = { Get-KanaTransfer 0x2a @venue }; Headers = 'Time (UTC)', 'Kind', 'Amount' }
        @{ What = 'funding rates'; Get = { Get-KanaFundingRate @venue }; Headers = 'Change', 'Rate', 'Market' }
        @{ What = 'markets'; Get = { Get-KanaMarket }; Headers = 'Symbol', 'Network', 'Lot Size' }
        @{ What = 'profiles'; Get = { Get-KanaProfileAddress 0x1 @venue }; Headers = 'Network', 'Profile Address' }
        @{ What = 'connections'; Get = { Get-ConnectionTo $exchange.WebSocketUri }; Headers = 'Id', 'Topic', 'State' }
    ) {
        $objects = @(& $Get)
        $lines = @(Get-Table $objects)
        $lines.Count | Should -Be ($objects.Count + 2) -Because "one line each, one of headers and one of dashes:`n$($lines -join "`n")"
        foreach ($header in $Headers) { $lines[0] | Should -Match ([regex]::Escape($header)) }
        $lines | ForEach-Object { $_.Length | Should -BeLessOrEqual 80 }
    }

    It 'shows times in UTC, whatever the zone of the machine' {
        $trade = (Get-KanaTrade 14 @venue)[0]
        (Get-Table $trade)[2] | Should -Match $trade.Timestamp.UtcDateTime.ToString('HH:mm:ss')
    }

    It 'shows the first row at once: before the second there is one line below the headers' {
        $lines = [Collections.Generic.List[string]]::new()
        $seen = Invoke-Moving $exchange { Watch-KanaOrderBook 14 @venue -MaxEvents 3 | Out-String -Stream -Width 80 | ForEach-Object { $lines.Add($_); if ($_ -match 'APT') { $_ } } | Select-Object -First 1 }
        $seen | Should -Match 'APT-USD'
        @($lines | Where-Object { $_ -match 'APT' }) | Should -HaveCount 1
    }
}
