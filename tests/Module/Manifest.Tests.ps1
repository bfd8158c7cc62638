# What Import-Module makes of the built folder.

BeforeDiscovery {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    $cmdlets = (Import-PowerShellDataFile (Get-ModuleManifestPath)).CmdletsToExport
    # The models that are not called like their noun.
    $models = @{
        Bridge = 'PowerShell.KanaBridgeInfo'; Connection = 'Streaming.ConnectionStatus'; FundingHistory = 'FundingPayment'; Order = 'OrderDetail'; OrderHistory = 'OrderRecord'; Price = 'MarketPrice'
        Account = 'Streaming.AccountEvent'; ProfileAddress = 'Profile'; Recording = 'PowerShell.KanaRecordingInfo'; Replay = 'PowerShell.KanaReplayInfo'; Risk = 'PositionRisk', 'AccountRisk'; Simulator = 'PowerShell.KanaSimulatorInfo'; Topic = 'TopicMessage'
    }
    $rows = 'OrderBook', 'Trade', 'Position', 'OpenOrder', 'Fill', 'OrderRecord', 'FundingRate', 'Transfer'
    # What reads recordings writes what was recorded, or what was found.
    $others = @{
        'ConvertFrom-KanaMessage' = $rows; 'Export-KanaRecording' = 'Recording.ExportedFile'; 'Import-KanaRecording' = $rows + 'TopicMessage'
        'Repair-KanaRecording' = 'Recording.RecordingRepair'; 'Test-KanaRecording' = 'Recording.RecordingCheck'
    }
    $typed = @(@{ Name = 'Measure-KanaOrderBook'; Type = 'KanaPerps.OrderBookMeasure' }, @{ Name = 'Measure-KanaTrade'; Type = 'KanaPerps.TradeBar' }, @{ Name = 'Select-KanaAlert'; Type = 'KanaPerps.Alert' })
    $typed += foreach ($name in $cmdlets -notmatch '^(Stop|Disconnect|Measure|Register|Select|Show)-|^Wait-KanaCondition$') {
        $noun = $name -replace '^\w+-Kana'
        @{ Name = $name; Type = @($others[$name] ?? $models[$noun] ?? $noun).ForEach({ "KanaPerps.$_" }) }
    }
    Import-KanaModule
    $streams = $cmdlets.Where{ $_ -ne 'Get-KanaFundingHistory' -and (Get-Command $_).Parameters['MaxEvents'] }
    $ofOneKey = $streams -ne 'Watch-KanaTopic'
    $ofOneTopic = $ofOneKey -notmatch '-Kana(Account|Risk)$'
    $byMarket = @($ofOneKey.Where{ (Get-Command $_).Parameters['MarketId'] }) + @($cmdlets -match '-Kana(Market|Price)$')
    $byAddress = @($ofOneKey.Where{ (Get-Command $_).Parameters['ProfileAddress'] }) + @($cmdlets -match '-Kana(Balance|FundingHistory)$')
}

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $manifest = Get-ModuleManifestPath
    $folder = Split-Path $manifest
}

Describe 'The manifest' {
    It 'passes Test-ModuleManifest' {
        (Test-ModuleManifest $manifest -ErrorAction Stop -WarningAction Stop).Name | Should -Be 'KanaPerps'
    }

    It 'exports by name exactly the cmdlets that the assembly has' {
        $assembly = (Get-Command Get-KanaMarket).ImplementingType.Assembly
        $attributes = $assembly.ExportedTypes | ForEach-Object { $_.GetCustomAttributes([Management.Automation.CmdletAttribute], $false) }
        $inAssembly = $attributes | ForEach-Object { "$($_.VerbName)-$($_.NounName)" } | Sort-Object
        $exported = (Import-PowerShellDataFile $manifest).CmdletsToExport
        $exported | Sort-Object | Should -Be $inAssembly
    }

    It 'exports nothing else' {
        $module = Get-Module KanaPerps
        @($module.ExportedFunctions.Keys) + @($module.ExportedAliases.Keys) + @($module.ExportedVariables.Keys) | Should -BeNullOrEmpty
    }

    It 'gives the assemblies its version' {
        $version = (Import-PowerShellDataFile $manifest).ModuleVersion
        Get-ChildItem $folder/KanaPerps.*.dll | ForEach-Object { $_.VersionInfo.ProductVersion -replace '\+.*' } | Sort-Object -Unique | Should -Be $version
    }

    It 'has no assembly but its own where PowerShell looks for assemblies' {
        Get-ChildItem $folder -Filter *.dll | ForEach-Object Name | Sort-Object | Should -Be 'KanaPerps.Client.dll', 'KanaPerps.PowerShell.dll', 'KanaPerps.Simulator.dll'
    }

    It 'needs approved verbs only' {
        Get-Command -Module KanaPerps | ForEach-Object Verb | Sort-Object -Unique | Should -BeIn (Get-Verb).Verb
    }
}

Describe 'The cmdlet <_>' -ForEach $cmdlets {
    It 'has no parameter that PowerShell would have to guess between' {
        # Two parameters at one position of one set, or two that take the pipeline's value in one set, would be a coin to toss.
        foreach ($set in (Get-Command $_).ParameterSets) {
            $set.Parameters | Where-Object Position -GE 0 | Group-Object Position | Where-Object Count -GT 1 | Should -BeNullOrEmpty
            @($set.Parameters | Where-Object ValueFromPipeline).Count | Should -BeLessOrEqual 1
        }
    }
}

Describe 'The output of <Name>' -ForEach $typed {
    It 'is declared as <Type>' {
        @((Get-Command $Name).OutputType.Name) -like 'KanaPerps.*' | Should -Be $Type
    }
}

Describe 'The parameters that mean the same everywhere' {
    It 'are of a Watch- and a Get- command for each topic' -TestCases @{ Streams = $ofOneTopic } {
        $streams.Count | Should -Be (2 * [KanaPerps.Topics.KanaTopics]::All.Count)
    }

    It '<_> takes -Network, -Endpoint, -MaxEvents and -TimeoutSec' -ForEach $streams {
        $parameters = (Get-Command $_).Parameters
        $parameters.Keys | Should -Contain 'MaxEvents'
        $parameters.Keys | Should -Contain 'Network'
        $parameters.Endpoint.ParameterType | Should -Be ([uri])
        $parameters.TimeoutSec.Aliases | Should -Contain 'Timeout'
    }

    It '<_> takes -MarketId or -Symbol at position 0, from the pipeline and by property name' -ForEach $byMarket {
        foreach ($name in 'MarketId', 'Symbol') {
            $attribute = (Get-Command $_).Parameters[$name].Attributes | Where-Object { $_ -is [Parameter] }
            $attribute.Position | Should -Be 0
            $attribute.ValueFromPipeline | Should -BeTrue
            $attribute.ValueFromPipelineByPropertyName | Should -BeTrue
        }
        (Get-Command $_).Parameters.MarketId.Aliases | Should -Contain 'Key'
    }

    It '<_> asks for a symbol, which people know, if no market is given' -ForEach ($byMarket -notmatch 'FundingRate|Market$') {
        (Get-Command $_).DefaultParameterSet | Should -Be 'Symbol'
    }

    It 'are described in one sentence, which PowerShell shows when it completes them: <_>' -ForEach $cmdlets {
        $own = (Get-Command $_).Parameters.Values | Where-Object Name -NotIn ([System.Management.Automation.Cmdlet]::CommonParameters)
        foreach ($parameter in $own) {
            foreach ($set in $parameter.ParameterSets.Values) { $set.HelpMessage | Should -MatchExactly '^[A-Z](?!.*\. [A-Z]).*\.$' -Because "-$($parameter.Name) needs it" }
        }
    }

    It '<_> takes -ProfileAddress, alias Address, or -WalletAddress, alias UserAddress' -ForEach $byAddress {
        $parameters = (Get-Command $_).Parameters
        $parameters.ProfileAddress.Aliases | Should -Contain 'Address'
        $parameters.WalletAddress.Aliases | Should -Contain 'UserAddress'
        $parameters.ApiKey.ParameterType | Should -Be ([securestring])
    }
}
