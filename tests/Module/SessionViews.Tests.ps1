# The views come with a session's first command: what a fresh shell shows before and after it.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $manifest = Get-ModuleManifestPath
    $rendering = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'PlainText'
    $exchange = Start-TestExchange -Paused
    $venue = @{ Endpoint = $exchange.WebSocketUri; TimeoutSec = 30 }
    $positions = @(Get-KanaPosition -ProfileAddress (Get-TestProfile 0x2a) @venue)
    $file = Join-Path $TestDrive 'positions.xml'
    $positions | Export-Clixml $file
    $table = ($positions | Out-String -Width 120).Trim()

    # What a script writes in a fresh shell that has imported the module, as one text.
    function Invoke-Fresh([string] $Script, [string] $Module = $manifest, [string] $Before = '') {
        $start = "`$PSStyle.OutputRendering = 'PlainText'; `$file = '$file'; $Before; Import-Module -Name ([WildcardPattern]::Escape('$Module')); "
        $text = ((Invoke-Shell -NoProfile -NonInteractive -Command ($start + $Script)) -join "`n").Trim()
        $LASTEXITCODE | Should -Be 0 -Because $text
        $text
    }

    function Copy-Module([string] $Name) {
        $folder = Join-Path $TestDrive $Name KanaPerps
        New-Item -ItemType Directory (Split-Path $folder) | Out-Null
        Copy-Item (Split-Path $manifest) -Destination $folder -Recurse
        $folder
    }
}

AfterAll {
    $PSStyle.OutputRendering = $rendering
    $exchange.Dispose()
}

Describe 'A fresh shell that imported the module' {
    It 'shows each value of an object from a file before its first command' {
        $positions | Should -Not -BeNullOrEmpty
        $text = Invoke-Fresh 'Import-Clixml $file | Select-Object -First 1 | Out-String -Width 200'
        foreach ($property in [KanaPerps.Position].GetProperties('Public, Instance').Name) {
            $text | Should -Match "(?m)^$property +:"
        }
        foreach ($value in $positions[0].Symbol, $positions[0].Size, $positions[0].EntryPrice, $positions[0].Address) {
            $text | Should -Match "(?m) : $([regex]::Escape("$value"))$"
        }
    }

    It 'shows an object from a file as a live one after any command' {
        Invoke-Fresh 'Get-KanaConnection; Import-Clixml $file | Out-String -Width 120' | Should -Be $table
    }

    It 'shows the very first object of a stream in its table' {
        $trades = Invoke-Fresh "Watch-KanaTrade 14 -Endpoint $($venue.Endpoint) -MaxEvents 1 -TimeoutSec 30 | Out-String -Width 120"
        $trades | Should -Match '(?s)^Time.*Price.*APT-USD'
    }

    It 'takes an account from an object of a file in its first command' {
        $text = Invoke-Fresh "(Import-Clixml `$file)[0] | Get-KanaPosition -Endpoint $($venue.Endpoint) -TimeoutSec 30 | Out-String -Width 120"
        $text | Should -Be $table
    }

    It 'has the views when it would only say what commands do, or ask before them' {
        foreach ($before in '$WhatIfPreference = $true', '$ConfirmPreference = "Low"') {
            Invoke-Fresh 'Get-KanaConnection; Import-Clixml $file | Out-String -Width 120' -Before $before | Should -Be $table -Because $before
        }
    }

    It 'has the views when the name of the module''s folder has wildcard characters' {
        $folder = Copy-Module 'a [1] folder'
        Invoke-Fresh 'Get-KanaConnection; Import-Clixml $file | Out-String -Width 120' -Module (Join-Path $folder 'KanaPerps.psd1') | Should -Be $table
    }

    It 'keeps the views, once each, when the module is removed and imported again' {
        $text = Invoke-Fresh "Get-KanaConnection; Remove-Module KanaPerps; Import-Module '$manifest' -Force; Get-KanaConnection; Import-Clixml `$file | Out-String -Width 120; @((Get-FormatData KanaPerps.Position).FormatViewDefinition).Count"
        $text | Should -Match "^$([regex]::Escape($table))\s+2$"
    }

    It 'is told once when the views can''t be loaded, and its commands work' {
        $folder = Copy-Module 'broken'
        Set-Content (Join-Path $folder 'KanaPerps.Format.ps1xml') '<Configuration'
        $text = Invoke-Fresh 'Get-KanaMarket APT-USD -WarningVariable told | Out-Null; Get-KanaMarket APT-USD -WarningVariable +told | ForEach-Object MarketId; "told $($told.Count)"' -Module (Join-Path $folder 'KanaPerps.psd1')
        $text | Should -Match '(?s)^WARNING: The tables of this module could not be loaded: .*\n14\ntold 1$'
    }
}

Describe 'A further runspace that imported the module' {
    It 'has the views for what it is handed, before a command of its own' {
        $text = Invoke-Fresh @"
`$positions = [KanaPerps.Position]@{ Symbol = 'APT-USD'; MarketId = '14'; Size = 1.5 }
`$shell = [powershell]::Create().AddCommand('Import-Module').AddArgument('$manifest').AddStatement()
`$shell.AddCommand('Out-String').AddParameter('Width', 80).AddParameter('InputObject', `$positions).Invoke()
"@
        $text | Should -Match '(?s)Avail\..*APT-USD  Long +\+?1\.500'
    }
}
