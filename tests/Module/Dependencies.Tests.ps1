# The packages in the folder dependencies, in sessions that have copies of their own of them.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    $manifest = Get-ModuleManifestPath
    $dependencies = Join-Path (Split-Path $manifest) dependencies
    $packages = @(Get-ChildItem $dependencies -Filter *.dll | Where-Object BaseName -NE KanaPerps.WebSockets | ForEach-Object BaseName)

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

    function Invoke-Session([string] $Copies, [string] $Script) {
        Invoke-Shell -Command "`$ErrorActionPreference = 'Stop'; `$copies = '$Copies'; `$manifest = '$manifest'; $loadCopies; $Script"
    }
}

Describe 'The dependencies' {
    It 'are the bridge and the packages behind it, and their notices ship' {
        $packages + 'KanaPerps.WebSockets' | Sort-Object | Should -Be @(
            'KanaPerps.WebSockets', 'Microsoft.Extensions.DependencyInjection.Abstractions', 'Microsoft.Extensions.Logging.Abstractions'
            'Microsoft.IO.RecyclableMemoryStream', 'System.Reactive', 'Websocket.Client')
        $notices = Get-Content -Raw (Join-Path (Split-Path $manifest) THIRD-PARTY-NOTICES.txt)
        $packages | ForEach-Object { $notices | Should -Match "(?m)^$([regex]::Escape($_)) \d" }
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
Get-SessionCopy
`$copies = '$rest'
Import-SessionCopy
(Get-KanaTrade 14 -Network Simulator | Select-Object -First 1).Symbol
Get-SessionCopy
"@
        $lines | Should -Be @(
            'APT-USD'
            Get-ChildItem $half -Filter *.dll | ForEach-Object FullName
            'APT-USD'
            Get-ChildItem $rest -Filter *.dll | ForEach-Object FullName)
    }

    It 'work beside the real packages that a session uses, before and after' {
        $copies = New-Item -ItemType Directory "$TestDrive/real"
        Copy-Item "$dependencies/*.dll" $copies -Exclude KanaPerps.*
        Invoke-Session $copies @'
Import-SessionCopy
$client = [Websocket.Client.WebsocketClient]::new([uri] 'ws://localhost')
Import-Module $manifest
(Get-KanaOrderBook 14 -Network Simulator).Symbol
$client.Url.AbsoluteUri
[Websocket.Client.WebsocketClient]::new([uri] 'ws://127.0.0.1').Url.AbsoluteUri
$client.GetType().Assembly.Location -eq (Join-Path $copies Websocket.Client.dll)
'@ | Should -Be 'APT-USD', 'ws://localhost/', 'ws://127.0.0.1/', 'True'
    }

    It 'are loaded once, apart from the session, and nothing of them is in the default context' {
        Import-KanaModule
        $null = Get-KanaOrderBook 14 -Network Simulator
        $contexts = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.Location -and (Split-Path $_.Location) -eq $dependencies } |
            ForEach-Object { [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name } | Sort-Object -Unique
        $contexts | Should -Be KanaPerps
    }

    It 'are behind a bridge that shows types of the framework only' {
        Import-KanaModule
        $null = Get-KanaOrderBook 14 -Network Simulator
        $bridge = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'KanaPerps.WebSockets' }
        $shown = foreach ($type in $bridge.GetExportedTypes()) {
            $members = $type.GetMembers('Public, Instance, Static, DeclaredOnly')
            $type.BaseType
            $type.GetInterfaces()
            $members | Where-Object { $_ -is [Reflection.MethodBase] } | ForEach-Object { $_.GetParameters().ParameterType }
            $members | Where-Object { $_ -is [Reflection.MethodInfo] } | ForEach-Object { $_.ReturnType }
        }
        $shown | Where-Object { $_ } | ForEach-Object { $_.ToString() } | Should -Not -Match ($packages -join '|')
        $bridge.GetExportedTypes().Name | Should -Be PumpedWebSocket
    }
}
