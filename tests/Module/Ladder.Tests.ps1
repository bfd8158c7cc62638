# The ladder that Format-Custom makes of an order book. The expected pictures are files, one for each width of the window.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $server = Start-ScriptedServer -Frames (Get-Content -Raw (Join-Path $PSScriptRoot 'Fixtures/orderbook.json'))
    $book = Get-KanaOrderBook 14 -Endpoint $server.WebSocketUri
    $fromJob = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($book, 3))

    # One session with a window that all pictures are drawn for.
    $window = New-RecordingHost 80 30
    $painter = Start-Watcher { } -PSHost $window
    Wait-End $painter

    # The picture of an object in a window of that width, as lines without the empty ones around it.
    function Get-Picture($InputObject, [int] $Width = 81, [string] $Rendering = 'PlainText', [string] $Mode = 'FullLanguage') {
        $window.Screen.Resize($Width, 30)
        $painter.Shell.Runspace.SessionStateProxy.LanguageMode = $Mode
        $PSStyle.OutputRendering = $Rendering
        $painter.Shell.Commands.Clear()
        [void] $painter.Shell.AddCommand('Format-Custom').AddParameter('InputObject', $InputObject).AddCommand('Out-String').AddParameter('Width', 200)
        try { "$($painter.Shell.Invoke())".Trim("`r", "`n") -split "`r?`n" } finally { $PSStyle.OutputRendering = 'Host' }
    }

    function Get-ExpectedPicture([int] $Width) {
        Get-Content (Join-Path $PSScriptRoot "Fixtures/ladder-$Width.txt")
    }
}

AfterAll {
    Remove-Watcher $painter
    $server.Dispose()
}

Describe 'Format-Custom of an order book' {
    It 'draws a ladder with depth bars that fits a window of <Width> columns' -ForEach @(80, 41, 31, 21, 12 | ForEach-Object { @{ Width = $_ } }) {
        $lines = Get-Picture $book $Width
        $lines[0] | Should -Match '^APT-USD'
        $lines | Select-Object -Skip 1 | Should -BeExactly (Get-ExpectedPicture $Width)
        $lines | ForEach-Object { $_.Length | Should -BeLessThan $Width -Because 'the formatter breaks a line that fills the window' }
    }

    It 'says above which market it is, where from, and from what time in UTC' {
        (Get-Picture $book)[0] | Should -Match "^APT-USD  $([regex]::Escape($book.Network)) +$($book.ReceivedAt.ToString('HH:mm:ss')) UTC$"
    }

    It 'draws the same of a book that came back from a job' {
        Get-Picture $fromJob 31 | Should -BeExactly (Get-Picture $book 31)
    }

    It 'draws the same in constrained language mode' {
        Get-Picture $book -Mode ConstrainedLanguage | Should -BeExactly (Get-Picture $book)
    }

    It 'takes its colours from $PSStyle, and says no more with them than without' {
        $coloured = Get-Picture $book -Rendering Ansi
        $ask, $bid = ($coloured -match 'ask')[0], ($coloured -match 'bid')[0]
        $ask | Should -Match ([regex]::Escape($PSStyle.Formatting.Error))
        $bid | Should -Match ([regex]::Escape($PSStyle.Formatting.FormatAccent))
        $coloured -replace '\e\[[\d;]*m' | Should -BeExactly (Get-Picture $book)
    }

    It 'has on each line the colours of that line alone' {
        # A shell of its own, whose output is what a terminal or a pipe would get.
        $command = "Import-Module '$(Get-ModuleManifestPath)'; `$PSStyle.OutputRendering = 'Ansi'; Get-KanaOrderBook APT-USD -Network Simulator | Format-Custom"
        $lines = Invoke-Shell -Command $command | Where-Object { $_ -match 'ask|bid' }
        $lines.Count | Should -BeGreaterThan 10
        $lines | ForEach-Object { [regex]::Matches($_, "`e").Count | Should -BeLessOrEqual 12 }
    }

    It 'is a table row all the same when nothing is said' {
        ($book | Out-String -Width 80) | Should -Not -Match 'mid'
    }

    It 'does not show in Select-Object, Export-Csv or ConvertTo-Json' {
        ($book | Select-Object *).PSObject.Properties.Name | Should -Not -Contain 'KanaLadder'
        ($book | ConvertTo-Csv)[0] | Should -Not -Match 'Ladder'
        ($book | ConvertTo-Json -Depth 1 -WarningAction SilentlyContinue) | Should -Not -Match 'Ladder'
    }
}

Describe 'The ladder of a book that is out of the ordinary' {
    It 'says <Says> when it is <What>' -ForEach @(
        @{ What = 'one-sided'; Says = 'OneSided'; Rows = @(, @('5.7', '1', $false)) }
        @{ What = 'empty'; Says = 'OneSided'; Rows = @() }
        @{ What = 'crossed'; Says = 'Crossed spread -0.100'; Rows = @(@('5.6', '1', $true), @('5.7', '1', $false)) }
        @{ What = 'too large for its sums'; Says = '79228162514264337593543950335.000'; Rows = @(, @('79228162514264337593543950335', '79228162514264337593543950335', $false) * 2) }
    ) {
        $data = @(foreach ($row in $Rows) { @{ market_id = '14'; price = $row[0]; size = $row[1]; is_ask = $row[2]; last_updated = 1760000000 } })
        $odd = Start-ScriptedServer -Frames (@{ message = 'orderbook'; data = $data } | ConvertTo-Json -Depth 4 -Compress)
        try {
            (Get-Picture (Get-KanaOrderBook 14 -Endpoint $odd.WebSocketUri -WarningAction SilentlyContinue)) -join "`n" | Should -Match ([regex]::Escape($Says))
        }
        finally {
            $odd.Dispose()
        }
    }

    It 'has its header above its columns when numbers are shorter than names: <What>' -ForEach @(
        @{ What = 'a market of small numbers'; Rows = @(@('0.5', '1', $true), @('0.4', '2', $false)) }
        @{ What = 'an empty book'; Rows = @() }
    ) {
        $data = @(foreach ($row in $Rows) { @{ market_id = '999'; price = $row[0]; size = $row[1]; is_ask = $row[2]; last_updated = 1760000000 } })
        $small = Start-ScriptedServer -Frames (@{ message = 'orderbook'; data = $data } | ConvertTo-Json -Depth 4 -Compress)
        try {
            $lines = Get-Picture (Get-KanaOrderBook 999 -Endpoint $small.WebSocketUri)
            $lines[1] | Should -Match '^    Price  Size  Total$'
            foreach ($line in $lines -match '^ask') {
                $line | Should -Match '^ask   0\.5     1      1 '
            }
        }
        finally {
            $small.Dispose()
        }
    }

    It 'writes signs of one character in <_>' -ForEach 'ar-SA', 'he-IL' {
        $data = @(@{ market_id = '14'; price = '5.6'; size = '1'; is_ask = $true; last_updated = 1760000000 }, @{ market_id = '14'; price = '5.7'; size = '1'; is_ask = $false; last_updated = 1760000000 })
        $crossed = Start-ScriptedServer -Frames (@{ message = 'orderbook'; data = $data } | ConvertTo-Json -Depth 4 -Compress)
        $culture = [cultureinfo]::CurrentCulture
        try {
            $negative = Get-KanaOrderBook 14 -Endpoint $crossed.WebSocketUri -WarningAction SilentlyContinue
            [cultureinfo]::CurrentCulture = $_
            ($negative | Format-Custom | Out-String) | Should -Not -Match '[\u061C\u200E\u200F]'
        }
        finally {
            [cultureinfo]::CurrentCulture = $culture
            $crossed.Dispose()
        }
    }

    It 'counts the levels that it has no room for' {
        $data = foreach ($i in 1..25) { @{ market_id = '14'; price = "$(5 + $i / 100)"; size = '1'; is_ask = $true; last_updated = 1760000000 } }
        $deep = Start-ScriptedServer -Frames (@{ message = 'orderbook'; data = $data } | ConvertTo-Json -Depth 4 -Compress)
        try {
            $lines = Get-Picture (Get-KanaOrderBook 14 -Endpoint $deep.WebSocketUri)
            @($lines -match '^ask') | Should -HaveCount 20
            $lines[-1] | Should -Be 'and 5 more levels'
        }
        finally {
            $deep.Dispose()
        }
    }
}
