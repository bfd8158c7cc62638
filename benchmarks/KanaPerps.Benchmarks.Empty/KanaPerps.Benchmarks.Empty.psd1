@{
    RootModule           = 'KanaPerps.Benchmarks.Empty.dll'
    ModuleVersion        = '1.0.0'
    GUID                 = 'd0c1b6a4-6b0e-4c7a-9a6e-3f0d1a4f5b21'
    Author               = 'The KanaPerps contributors'
    Description          = 'One cmdlet that does nothing.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    CmdletsToExport      = @('Invoke-Nothing')
}
