@{
    RootModule           = 'KanaPerps.PowerShell.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '651176d7-0b95-4ca9-93e7-aa66a71148d3'
    Author               = 'The KanaPerps contributors'
    CompanyName          = 'The KanaPerps contributors'
    Copyright            = '(c) 2026 The KanaPerps contributors. MIT License.'
    Description          = 'Streams the Kana Perps exchange (perpetual futures on Aptos) into the pipeline as strongly typed objects: order books, trades, positions, orders, fills, funding rates and transfers, from one shared connection manager.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    CmdletsToExport      = @(
        'ConvertFrom-KanaMessage'
        'Disconnect-KanaConnection'
        'Export-KanaRecording'
        'Get-KanaBalance'
        'Get-KanaConnection'
        'Get-KanaFill'
        'Get-KanaFundingHistory'
        'Get-KanaFundingRate'
        'Get-KanaMarket'
        'Get-KanaOpenOrder'
        'Get-KanaOrder'
        'Get-KanaOrderBook'
        'Get-KanaOrderHistory'
        'Get-KanaPosition'
        'Get-KanaPrice'
        'Get-KanaProfileAddress'
        'Get-KanaRecording'
        'Get-KanaReplay'
        'Get-KanaSimulator'
        'Get-KanaTrade'
        'Get-KanaTransfer'
        'Import-KanaRecording'
        'Measure-KanaOrderBook'
        'Measure-KanaTrade'
        'Register-KanaEvent'
        'Repair-KanaRecording'
        'Show-KanaOrderBook'
        'Start-KanaRecording'
        'Start-KanaReplay'
        'Start-KanaSimulator'
        'Stop-KanaRecording'
        'Stop-KanaReplay'
        'Stop-KanaSimulator'
        'Test-KanaRecording'
        'Wait-KanaRecording'
        'Watch-KanaAccount'
        'Watch-KanaFill'
        'Watch-KanaFundingRate'
        'Watch-KanaOpenOrder'
        'Watch-KanaOrderBook'
        'Watch-KanaOrderHistory'
        'Watch-KanaPosition'
        'Watch-KanaTopic'
        'Watch-KanaTrade'
        'Watch-KanaTransfer'
    )
    PrivateData          = @{
        PSData = @{
            Tags         = @('Kana', 'Perps', 'Aptos', 'Exchange', 'Trading', 'Futures', 'WebSocket', 'Streaming', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'CHANGELOG.md in the package lists the changes of each version.'
        }
    }
}
