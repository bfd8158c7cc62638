# What the venue's REST calls can answer instead of what was asked for. The API key is shown nowhere.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $secret = 'k3y-that-nobody-may-see'
    $key = ConvertTo-SecureString $secret -AsPlainText -Force
    $server = Start-ScriptedServer
    $endpoint = $server.WebSocketUri
    $markets = '/getPerpetualAssetsInfo/allMarkets'
}

AfterAll {
    $server.Dispose()
}

Describe 'A REST answer' {
    It 'of <Status> is <Id>, with the words of the venue and a next step' -ForEach @(
        @{ Status = '401 Unauthorized'; Body = '{"success":false,"message":"bad key"}'; Id = 'KanaUnauthorized'; Category = 'PermissionDenied'; Says = 'bad key.*-ApiKey.*KANA_API_KEY' }
        @{ Status = '403 Forbidden'; Body = '{"error":"no access"}'; Id = 'KanaUnauthorized'; Category = 'PermissionDenied'; Says = 'no access.*KANA_API_KEY' }
        @{ Status = '404 Not Found'; Body = '{"success":false,"message":"nothing here"}'; Id = 'KanaNotFound'; Category = 'ObjectNotFound'; Says = 'nothing here.*Check the address' }
        @{ Status = '429 Too Many Requests'; Body = ''; Id = 'KanaVenueError'; Category = 'ResourceUnavailable'; Says = '429.*The venue asks to wait 300 s: try again then' }
        @{ Status = '500 Internal Server Error'; Body = '<html>oops</html>'; Id = 'KanaVenueError'; Category = 'ResourceUnavailable'; Says = '500.*oops.*Try again' }
        @{ Status = '302 Found'; Body = ''; Id = 'KanaInvalidResponse'; Category = 'InvalidData'; Says = 'Redirects are not followed' }
        @{ Status = '200 OK'; Body = '{"success":false,"message":"not today"}'; Id = 'KanaVenueError'; Category = 'ResourceUnavailable'; Says = 'not today' }
        @{ Status = '200 OK'; Body = 'this is no JSON'; Id = 'KanaInvalidResponse'; Category = 'InvalidData'; Says = 'this is no JSON.*newer version' }
        @{ Status = '200 OK'; Body = ''; Id = 'KanaInvalidResponse'; Category = 'InvalidData'; Says = 'empty instead of JSON' }
        @{ Status = '200 OK'; Body = '[1,2]'; Id = 'KanaInvalidResponse'; Category = 'InvalidData'; Says = 'not the expected JSON' }
        @{ Status = '200 OK'; Body = '{"success":true}'; Id = 'KanaInvalidResponse'; Category = 'InvalidData'; Says = 'no data' }
    ) {
        # A call is not made again when the venue asks for more time than it has: how often it is made otherwise is another test's business.
        foreach ($path in '/getProfileAddress', $markets, '/getNetProfileBalance', '/getTradeHistory') {
            $server.Reply($path, $Status, $Body, 'Location: http://127.0.0.1:1/', 'Retry-After: 300')
        }

        $call = @{ ApiKey = $key; Endpoint = $endpoint; TimeoutSec = 20 }
        foreach ($command in { Get-KanaProfileAddress 0x9 @call }, { Get-KanaMarket -Live @call }, { Watch-KanaFill -WalletAddress 0x9 @call }, { Get-KanaBalance 0x9 -Kind Net @call }, { Get-KanaFill -WalletAddress 0x9 -Source Rest @call }) {
            $result = Invoke-Caught $command
            $result.Errors | Should -HaveCount 1
            $result.Terminated | Should -BeFalse
            $result.Errors[0].FullyQualifiedErrorId | Should -BeLike "$Id,KanaPerps.PowerShell.*"
            $result.Errors[0].CategoryInfo.Category | Should -Be $Category
            $result.Errors[0].TargetObject | Should -Not -BeNullOrEmpty
            Get-ErrorText $result.Errors[0] | Should -Match $Says
        }
    }

    It 'that says that a wallet has no profile is KanaNotFound, and the wallet next to it is served' {
        $exchange = Start-TestExchange -Paused
        $result = Invoke-Caught { '0xdead', '0x1' | Get-KanaProfileAddress -Endpoint $exchange.WebSocketUri }
        $result.Output | Should -HaveCount 1
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaNotFound,*'
        $result.Errors[0].TargetObject | Should -Be '0xdead'
        $viaStream = Invoke-Caught { Get-KanaTransfer -WalletAddress '0xdead', '0x1' -Endpoint $exchange.WebSocketUri -TimeoutSec 20 }
        $viaStream.Errors.TargetObject | Should -Be '0xdead'
        Get-ConnectionTo $exchange.WebSocketUri | Should -HaveCount 1 -Because 'the other wallet is asked for'
        $exchange.Dispose()
    }

    It 'with an address of zeros also says that there is no profile' {
        $server.Reply('/getProfileAddress', '200 OK', '{"success":true,"data":"0x0"}')
        $result = Invoke-Caught { Get-KanaProfileAddress 0x8 -Endpoint $endpoint }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaNotFound,*'
        Get-ErrorText $result.Errors[0] | Should -Match 'first deposit'
    }

    It 'that does not come in time is KanaTimeout' {
        $silent = Start-ScriptedServer -Frames $null
        $result = Invoke-Caught { Get-KanaMarket -Live -Endpoint $silent.WebSocketUri -TimeoutSec 0.3 }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaTimeout,*'
        $result.Errors[0].CategoryInfo.Category | Should -Be 'OperationTimeout'
        Get-ErrorText $result.Errors[0] | Should -Match '0[.,]3 s\. .*-TimeoutSec'
        $silent.Dispose()
    }

    It 'that used up the time of the command leaves the next wallet an error that says so' {
        $silent = Start-ScriptedServer -Frames $null
        $result = Invoke-Caught { Get-KanaPosition -WalletAddress '0x1', '0x2' -Source Rest -Endpoint $silent.WebSocketUri -TimeoutSec 0.3 }
        $result.Errors.TargetObject | Should -Be '0x1', '0x2'
        $result.Errors | ForEach-Object { $_.FullyQualifiedErrorId | Should -BeLike 'KanaTimeout,*' }
        Get-ErrorText $result.Errors[1] | Should -Be 'The 0.3 s of the command ran out before this wallet was requested. Give more time with -TimeoutSec.'
        $silent.Dispose()
    }

    It 'that does not come is KanaConnectFailed' {
        $refusing = New-RefusingEndpoint
        $result = Invoke-Caught { Get-KanaProfileAddress 0x7 -Endpoint $refusing.Uri }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaConnectFailed,*'
        $result.Errors[0].CategoryInfo.Category | Should -Be 'ConnectionError'
        $refusing.Dispose()
    }
}

Describe 'The API key' {
    It 'of the environment goes to no address that only an object names' {
        $seen = Start-ScriptedServer
        foreach ($path in '/getAccountAptBalance', '/getPositions', '/getProfileAddress') { $seen.Reply($path, '404 Not Found', '') }
        $env:KANA_API_KEY = $secret
        try {
            $row = [pscustomobject] @{ WalletAddress = '0x1'; Network = "$($seen.WebSocketUri)" }
            { $row | Get-KanaBalance -Kind Apt -TimeoutSec 20 -ErrorAction Stop } | Should -Throw
            { $row | Get-KanaPosition -Source Rest -TimeoutSec 20 -ErrorAction Stop } | Should -Throw
            $seen.Requests | Should -Not -BeNullOrEmpty
            $seen.Requests | Should -Not -Match $secret
            { Get-KanaBalance 0x1 -Kind Apt -Network "$($seen.WebSocketUri)" -TimeoutSec 20 -ErrorAction Stop } | Should -Throw
            $seen.Requests | Where-Object { $_ -match $secret } | Should -Not -BeNullOrEmpty -Because 'this address was typed'
        }
        finally {
            $env:KANA_API_KEY = $null
            $seen.Dispose()
        }
    }

    It 'is sent as x-api-key, from -ApiKey or KANA_API_KEY, and opens a venue that asks for one' {
        $exchange = Start-TestExchange -Paused -ApiKey $secret
        (Invoke-Caught { Get-KanaMarket -Live -Endpoint $exchange.WebSocketUri }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaUnauthorized,*'
        Get-KanaMarket -Live -ApiKey $key -Endpoint $exchange.WebSocketUri | Should -HaveCount 4
        Get-KanaTransfer -WalletAddress 0x1 -ApiKey $key -Endpoint $exchange.WebSocketUri -TimeoutSec 20 | Out-Null
        $env:KANA_API_KEY = $secret
        try { (Get-KanaProfileAddress 0x2 -Endpoint $exchange.WebSocketUri).ProfileAddress | Should -Match '^0x' } finally { $env:KANA_API_KEY = $null }
        $exchange.Dispose()
    }

    It 'goes to the venue and appears in no stream, error or connection' {
        $server.Reply('/getProfileAddress', '401 Unauthorized', '{"success":false,"message":"bad key"}')
        $watcher = Start-Watcher {
            param($Endpoint, $Key)
            $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
            Get-KanaProfileAddress 0x6 -ApiKey $Key -Endpoint $Endpoint
            Watch-KanaFill -WalletAddress 0x6 -ApiKey $Key -Endpoint $Endpoint
            Get-KanaConnection | Format-List * | Out-String
            $Error | Format-List * -Force | Out-String
            $Error | ForEach-Object { $_.Exception.ToString() }
        } @{ Endpoint = $endpoint; Key = $key }
        Wait-End $watcher
        $server.Requests[-1] | Should -Match "x-api-key: $secret"
        $said = ($watcher.Output + $watcher.Streams.Error + $watcher.Streams.Warning + $watcher.Streams.Verbose + $watcher.Streams.Debug + $watcher.Streams.Information + $watcher.Streams.Progress | Out-String)
        $said | Should -Match 'bad key'
        $said | Should -Not -Match $secret
        Remove-Watcher $watcher
    }

    It 'appears in no stream, error, trace or transcript of any command that takes it, though the venue repeats it' {
        foreach ($reply in @(
                @{ Path = '/getProfileAddress'; Status = '401 Unauthorized'; Body = "{`"success`":false,`"message`":`"$secret is no key`"}" }
                @{ Path = '/getNetProfileBalance'; Status = '503 Service Unavailable'; Body = "<html><title>$secret</title></html>" }
                @{ Path = '/getMarketPrice'; Status = '200 OK'; Body = "not for $secret" }
                @{ Path = '/getLastPlacedPrice'; Status = '500 Internal Server Error'; Body = $secret }
                @{ Path = '/fetchOrderStatusById'; Status = '200 OK'; Body = "{`"success`":true,`"data`":{`"$secret`":1}}" }
                @{ Path = '/getFundingHistory'; Status = '403 Forbidden'; Body = "{`"error`":`"$secret`"}" }
                @{ Path = '/getPositions'; Status = '200 OK'; Body = "{`"success`":true,`"data`":[{`"size`":`"$secret`"}]}" }
                @{ Path = $markets; Status = '200 OK'; Body = "{`"success`":false,`"message`":`"$secret`"}" }
            )) {
            # One of those that are tried again is enough: of each try is told.
            $server.Reply($reply.Path, $reply.Status, $reply.Body, [string[]] @(if ($reply.Path -ne '/getNetProfileBalance') { 'Retry-After: 300' }))
        }

        # A process of its own: only a real host has a transcript of everything that it shows.
        $script = Join-Path $TestDrive 'script.ps1'
        Set-Content -LiteralPath $script {
            param($Module, $Endpoint, $Transcript, $Trace)
            Import-Module $Module
            Start-Transcript -LiteralPath $Transcript | Out-Null
            $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
            $key = ConvertTo-SecureString $env:KANA_API_KEY -AsPlainText -Force
            $call = @{ Endpoint = $Endpoint; TimeoutSec = 20; ApiKey = $key; Debug = $true; Verbose = $true }
            Trace-Command -Name ParameterBinding -FilePath $Trace -Expression {
                Get-KanaProfileAddress 0x1 @call
                Get-KanaBalance 0x1 -Kind Net @call
                Get-KanaPrice 14 @call
                Get-KanaOrder 1 14 @call
                Get-KanaFundingHistory 0x1 @call
                Get-KanaPosition -WalletAddress 0x1 -Source Rest @call
                Get-KanaMarket -Live @call
                $call.Remove('ApiKey')
                Get-KanaFundingHistory 0x1 @call
            }
            $Error | Format-List * -Force
            $Error | ForEach-Object { for ($e = $_.Exception; $e; $e = $e.InnerException) { $e.ToString(); $e.Data.Values } }
            Get-Error
            "errors: $($Error.Count)"
            Stop-Transcript | Out-Null
        }
        $transcript = Join-Path $TestDrive 'transcript.txt'
        $trace = Join-Path $TestDrive 'trace.txt'
        $env:KANA_API_KEY = $secret
        try { $shown = Invoke-Shell -File $script (Get-ModuleManifestPath) $endpoint $transcript $trace *>&1 | Out-String -Width 500 }
        finally { $env:KANA_API_KEY = $null }
        @($server.Requests | Where-Object { $_ -match "x-api-key: $secret" }).Count | Should -BeGreaterThan 7
        $shown | Should -Match 'errors: [89]'
        $shown | Should -Match '\*\*\* is no key'
        $shown | Should -Match 'VERBOSE: .*\*\*\*'
        $shown | Should -Not -Match $secret
        foreach ($file in $transcript, $trace) {
            $written = Get-Content -Raw $file
            $written | Should -Match 'Get-KanaBalance'
            $written | Should -Not -Match $secret
        }
    }
}
