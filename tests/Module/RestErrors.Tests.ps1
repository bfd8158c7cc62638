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
        @{ Status = '429 Too Many Requests'; Body = ''; Id = 'KanaVenueError'; Category = 'ResourceUnavailable'; Says = '429.*Try again in a while' }
        @{ Status = '500 Internal Server Error'; Body = '<html>oops</html>'; Id = 'KanaVenueError'; Category = 'ResourceUnavailable'; Says = '500.*oops.*Try again' }
        @{ Status = '302 Found'; Body = ''; Id = 'KanaInvalidResponse'; Category = 'InvalidData'; Says = 'Redirects are not followed' }
        @{ Status = '200 OK'; Body = '{"success":false,"message":"not today"}'; Id = 'KanaVenueError'; Category = 'ResourceUnavailable'; Says = 'not today' }
        @{ Status = '200 OK'; Body = 'this is no JSON'; Id = 'KanaInvalidResponse'; Category = 'InvalidData'; Says = 'this is no JSON.*newer version' }
        @{ Status = '200 OK'; Body = ''; Id = 'KanaInvalidResponse'; Category = 'InvalidData'; Says = 'not the JSON' }
        @{ Status = '200 OK'; Body = '[1,2]'; Id = 'KanaInvalidResponse'; Category = 'InvalidData'; Says = 'not the JSON' }
        @{ Status = '200 OK'; Body = '{"success":true}'; Id = 'KanaInvalidResponse'; Category = 'InvalidData'; Says = 'no data' }
    ) {
        $server.Reply('/getProfileAddress', $Status, $Body, 'Location: http://127.0.0.1:1/')
        $server.Reply($markets, $Status, $Body, 'Location: http://127.0.0.1:1/')
        foreach ($command in { Get-KanaProfileAddress 0x9 -ApiKey $key -Endpoint $endpoint }, { Get-KanaMarket -Live -ApiKey $key -Endpoint $endpoint }, { Watch-KanaFill -WalletAddress 0x9 -ApiKey $key -Endpoint $endpoint }) {
            $result = Invoke-Caught $command
            $result.Errors | Should -HaveCount 1
            $result.Terminated | Should -BeFalse
            $result.Errors[0].FullyQualifiedErrorId | Should -BeLike "$Id,KanaPerps.PowerShell.*"
            $result.Errors[0].CategoryInfo.Category | Should -Be $Category
            $result.Errors[0].TargetObject | Should -Not -BeNullOrEmpty
            "$($result.Errors[0])" | Should -Match $Says
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
        "$($result.Errors[0])" | Should -Match 'first deposit'
    }

    It 'that does not come in time is KanaTimeout' {
        $silent = Start-ScriptedServer -Frames $null
        $result = Invoke-Caught { Get-KanaMarket -Live -Endpoint $silent.WebSocketUri -TimeoutSec 0.3 }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaTimeout,*'
        $result.Errors[0].CategoryInfo.Category | Should -Be 'OperationTimeout'
        "$($result.Errors[0])" | Should -Match '0[.,]3 s\. .*-TimeoutSec'
        $silent.Dispose()
    }

    It 'that nobody gives is KanaConnectFailed' {
        $refusing = New-RefusingEndpoint
        $result = Invoke-Caught { Get-KanaProfileAddress 0x7 -Endpoint $refusing.Uri }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaConnectFailed,*'
        $result.Errors[0].CategoryInfo.Category | Should -Be 'ConnectionError'
        $refusing.Dispose()
    }
}

Describe 'The API key' {
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
}
