# The packages in the folder dependencies, in sessions that have copies of their own of them.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    $manifest = Get-ModuleManifestPath
    $dependencies = Join-Path (Split-Path $manifest) dependencies
    $packages = @(Get-ChildItem $dependencies -Filter *.dll | Where-Object BaseName -NotLike KanaPerps.* | ForEach-Object BaseName)

    $recording = New-TestRecording $TestDrive/recording @('live_funding_rate', '{"data":[{"market_id":"1338","funding_rate":"0.5"}],"message":"live_funding_rate"}')

    # An assembly of the same name, culture and key, with nothing in it but the type SessionCopy: whatever binds to it in place of the real one fails.
    function New-OtherCopy([string] $Name, [string] $Version, [string] $Folder) {
        $identity = [Reflection.AssemblyName]::GetAssemblyName("$dependencies/$Name.dll")
        $identity.Version = $Version
        $assembly = [Reflection.Emit.PersistedAssemblyBuilder]::new($identity, [object].Assembly)
        $null = $assembly.DefineDynamicModule($Name).DefineType('SessionCopy', 'Public').CreateType()
        $assembly.Save("$Folder/$Name.dll")
    }

    # A folder with a copy of each package, in a version.
    function New-SessionCopies([string] $Version) {
        $target = New-Item -ItemType Directory "$TestDrive/$Version"
        foreach ($name in $packages) {
            $shipped = [Reflection.AssemblyName]::GetAssemblyName("$dependencies/$name.dll").Version
            New-OtherCopy $name ($Version -eq 'Equal' ? $shipped : $Version) $target
        }
        $target.FullName
    }

    # What a session is told of each of its copies: its name, and from where its type comes.
    $loadCopies = @'
function Import-SessionCopy { Get-ChildItem $copies -Filter *.dll | ForEach-Object { $null = [Reflection.Assembly]::LoadFrom($_.FullName) } }
function Get-SessionCopy { Get-ChildItem $copies -Filter *.dll | ForEach-Object { [Type]::GetType("SessionCopy, $([Reflection.AssemblyName]::GetAssemblyName($_.FullName))", $true).Assembly.Location } }
'@

    # What a session tells of a broker: with one, how many feeds are published; without one, that nothing listens there, which takes the same packages.
    $broker = Start-TestBroker
    $refusing = New-RefusingEndpoint
    $reached = $broker ? 1 : 'KanaConnectFailed'
    $askBroker = "function Test-Broker { try { (Start-KanaBridge '$($broker ? $broker.Uri : "nats://127.0.0.1:$($refusing.Uri.Port)")' FundingRate -Network Simulator).Leading; Stop-KanaBridge } catch { (`$_.FullyQualifiedErrorId -split ',')[0] } }"

    function Invoke-Session([string] $Copies, [string] $Script) {
        Invoke-Shell -Command "`$ErrorActionPreference = 'Stop'; `$copies = '$Copies'; `$manifest = '$manifest'; $loadCopies; $askBroker; $Script"
    }
}

AfterAll {
    $refusing.Dispose()
    if ($broker) { $broker.Dispose() }
}

Describe 'The dependencies' {
    It 'are the bridges and the packages behind them, and their notices ship' {
        (Get-ChildItem $dependencies -Filter *.dll).BaseName | Sort-Object | Should -Be @(
            'CommunityToolkit.HighPerformance', 'K4os.Compression.LZ4', 'KanaPerps.Nats', 'KanaPerps.Parquet', 'KanaPerps.WebSockets'
            'Microsoft.Extensions.DependencyInjection.Abstractions', 'Microsoft.Extensions.Logging.Abstractions', 'Microsoft.Extensions.Primitives'
            'Microsoft.IO.RecyclableMemoryStream', 'NATS.Client.Abstractions', 'NATS.Client.Core', 'NATS.Client.JetStream', 'NATS.NKeys', 'Parquet', 'Snappier', 'System.Reactive', 'Websocket.Client', 'ZstdSharp')
        $notices = Get-Content -Raw (Join-Path (Split-Path $manifest) THIRD-PARTY-NOTICES.txt)
        # Of two packages the assembly has another name.
        $packages | ForEach-Object { $notices | Should -Match "(?m)^$([regex]::Escape($_))(\.Net|\.Port)? \d" }
    }

    It 'are reached by the module, whatever copies (<_>) the session has before and after it' -ForEach '1.0.0.0', 'Equal', '99.0.0.0' {
        $copies = New-SessionCopies $_
        $half, $rest = (New-Item -ItemType Directory "$copies/before", "$copies/after").FullName
        # Half of the packages before the module, the others when it has received: two sessions in one.
        $i = 0
        Get-ChildItem $copies -Filter *.dll | ForEach-Object { Move-Item $_.FullName ($i++ % 2 ? $half : $rest) }

        $lines = Invoke-Session $half @"
Import-SessionCopy
Import-Module `$manifest
(Get-KanaOrderBook 14 -Network Simulator).Symbol
(Export-KanaRecording '$recording' -OutputPath '$copies/tables').Rows
Test-Broker
Get-SessionCopy
`$copies = '$rest'
Import-SessionCopy
(Get-KanaTrade 14 -Network Simulator | Select-Object -First 1).Symbol
(Export-KanaRecording '$recording' -OutputPath '$copies/tables' -Force).Rows
Test-Broker
Get-SessionCopy
"@
        $lines | Should -Be @(
            'APT-USD', 0, 1, $reached
            Get-ChildItem $half -Filter *.dll | ForEach-Object FullName
            'APT-USD', 0, 1, $reached
            Get-ChildItem $rest -Filter *.dll | ForEach-Object FullName)
    }

    It 'work beside the real packages that a session uses, before and after, and those of an export and of a broker are loaded by those alone' {
        $copies = New-Item -ItemType Directory "$TestDrive/real"
        Copy-Item "$dependencies/*.dll" $copies -Exclude KanaPerps.*
        Invoke-Session $copies @"
Import-SessionCopy
`$client = [Websocket.Client.WebsocketClient]::new([uri] 'ws://localhost')
`$schema = [Parquet.Schema.ParquetSchema]::new([Parquet.Schema.DataField]::new('n', [long]))
function Test-Loaded(`$Name = 'Parquet') { "KanaPerps.`$Name" -in [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name }
Import-Module `$manifest
(Get-KanaOrderBook 14 -Network Simulator).Symbol
(Export-KanaRecording '$recording' -OutputPath '$copies/tables' -Format Csv).Rows
Test-Loaded
(Export-KanaRecording '$recording' -OutputPath '$copies/tables').Rows
Test-Loaded
`$null = Start-KanaRecording '$copies/rec' FundingRate -Network Simulator
Stop-KanaRecording
Test-Loaded Nats
Test-Broker
Test-Loaded Nats
`$client.Url.AbsoluteUri
[Websocket.Client.WebsocketClient]::new([uri] 'ws://127.0.0.1').Url.AbsoluteUri
`$client.GetType().Assembly.Location -eq (Join-Path `$copies Websocket.Client.dll)
`$schema.DataFields.Name
`$schema.GetType().Assembly.Location -eq (Join-Path `$copies Parquet.dll)
"@ | Should -Be 'APT-USD', 0, 1, 'False', 0, 1, 'True', 'False', $reached, 'True', 'ws://localhost/', 'ws://127.0.0.1/', 'True', 'n', 'True'
    }

    It 'are loaded once, apart from the session, and nothing of them is in the default context' {
        Import-KanaModule
        $null = Get-KanaOrderBook 14 -Network Simulator
        $null = Export-KanaRecording $recording -OutputPath $TestDrive/context
        $contexts = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.Location -and (Split-Path $_.Location) -eq $dependencies } |
            ForEach-Object { [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name } | Sort-Object -Unique
        $contexts | Should -Be KanaPerps
    }

    It 'are behind bridges that show types of the framework and their own only' {
        Import-KanaModule
        $null = Get-KanaOrderBook 14 -Network Simulator
        $null = Export-KanaRecording $recording -OutputPath $TestDrive/face
        try { $null = Start-KanaBridge "nats://127.0.0.1:$($refusing.Uri.Port)" FundingRate -Network Simulator } catch { $_.FullyQualifiedErrorId | Should -BeLike 'KanaConnectFailed,*' }
        foreach ($name in 'KanaPerps.WebSockets', 'KanaPerps.Parquet', 'KanaPerps.Nats') {
            $bridge = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq $name }
            $shown = foreach ($type in $bridge.GetExportedTypes()) {
                $members = $type.GetMembers('Public, Instance, Static, DeclaredOnly')
                $type.BaseType
                $type.GetInterfaces()
                $members | Where-Object { $_ -is [Reflection.MethodBase] } | ForEach-Object { $_.GetParameters().ParameterType }
                $members | Where-Object { $_ -is [Reflection.MethodInfo] } | ForEach-Object { $_.ReturnType }
            }
            $shown = $shown | Where-Object { $_ } | ForEach-Object { $_; $_.GetGenericArguments() }
            $shown.Assembly.GetName().Name | Sort-Object -Unique | Where-Object { $_ -ne $name } | Should -BeLike System.*
            $shown.Assembly.GetName().Name | Should -Not -BeIn $packages
        }
    }
}
