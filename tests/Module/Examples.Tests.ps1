# Every example of the help and of the README runs as it stands, on the simulator, and prints what its page says it does.

BeforeDiscovery {
    $root = "$PSScriptRoot/../.."
    # What starts or stops exchanges, closes connections, takes the window or registers events would disturb the others: it runs alone.
    $disturbing = 'Kana(Simulator|Event)\b|(Start|Stop|Get|Wait)-Kana(Recording|Bridge)|Disconnect-Kana|Show-Kana'
    # A heading, or a block of code with the block of output that may follow it.
    $parts = '(?m)^(?<level>##+) (?<title>.+)$|^```powershell\n(?<code>(?s:.*?))^```\n(\n```Output\n(?<output>(?s:.*?))^```)?'
    $examples = foreach ($page in @(Get-ChildItem $root/docs/en-US -Filter *.md) + (Get-Item $root/README.md)) {
        $section = switch -Wildcard ($page.BaseName) { 'README' { 'Recipes' } 'about_*' { '*' } default { 'EXAMPLES' } }
        $chapter = $title = ''
        $number = 0
        foreach ($part in [regex]::Matches(((Get-Content -Raw $page) -replace '\r\n', "`n"), $parts)) {
            if ($part.Groups['title'].Success) {
                $title = $part.Groups['title'].Value
                $number = 0
                if ($part.Groups['level'].Length -eq 2) { $chapter = $title }
            }
            elseif ($chapter -like $section) {
                $number++
                $code = $part.Groups['code'].Value
                @{
                    Name        = "$($page.BaseName), $title$($number -gt 1 ? " ($number)" : '')"
                    Code        = $code
                    Expected    = $part.Groups['output'].Value
                    IsCmdlet    = $page.BaseName -match '-'
                    Alone       = $code -match $disturbing
                    Watches     = $code -match 'Watch-Kana'
                    # What is waited for may not happen within the time that the example gives it.
                    MayBeSilent = $code -match '(?s)Watch-Kana.*Where-Object'
                }
            }
        }
    }
    # The first screen of the README, which is a session in a window of 80 columns.
    $examples += [regex]::Matches(((Get-Content -Raw $root/README.md) -replace '\r\n', "`n"), '(?m)^PS> (?<code>.+)\n\n(?<output>(?:(?!PS> |```).*\n)+)').ForEach({
            @{ Name = "README, $($_.Groups['code'].Value)"; Code = $_.Groups['code'].Value; Expected = $_.Groups['output'].Value; Alone = $true; Width = 80 }
        })
    if ($examples.Count -lt 100) { throw "Only $($examples.Count) examples were found: have the pages changed, or how they are read?" }
    $alone = @($examples | Where-Object Alone)
    $watching = @($examples | Where-Object { $_.Watches -and -not $_.Alone })
    $looking = @($examples | Where-Object { -not $_.Watches -and -not $_.Alone })
}

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-Module $PSScriptRoot/../../build/HelpPages.psm1
    Import-KanaModule
    $before = @{ Network = $env:KANA_NETWORK; Modules = $env:PSModulePath }
    $env:KANA_NETWORK = 'Simulator'
    # Scripts that import the module by its name mean this one.
    $env:PSModulePath = "$(Split-Path (Split-Path (Get-ModuleManifestPath)))$([IO.Path]::PathSeparator)$env:PSModulePath"
    $runs = @{}

    # Ends what would go on for ever; what an example says itself goes before. A folder of its own takes the files that it writes.
    $harness = {
        param([string] $Code, [string] $Folder, [int] $Width)
        Set-Location -LiteralPath $Folder
        $PSDefaultParameterValues = @{ 'Watch-Kana*:MaxEvents' = 500; 'Watch-Kana*:TimeoutSec' = 5 }
        & ([scriptblock]::Create($Code)) | Out-String -Width $Width
    }
    # Get-Help indents examples by four columns: 76 of them fit a terminal of 80.
    $window = 76

    # A broker has a port of its own in the tests.
    $broker = Start-TestBroker

    function New-Arguments([string] $Code, [int] $Width = $window) {
        $Code = $Code.Replace('nats://localhost:4222', $broker ? $broker.Uri : 'nats://localhost:4222')
        @{ Code = $Code; Width = $Width; Folder = (New-Item -ItemType Directory "TestDrive:/$([guid]::NewGuid())").FullName }
    }

    # All that can run beside each other does, since most of their time is waiting.
    function Start-Together([hashtable[]] $Example) {
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule((Get-ModuleManifestPath))
        $pool = [runspacefactory]::CreateRunspacePool(1, 12, $state, (New-RecordingHost $window 24))
        $pool.Open()
        foreach ($each in $Example) {
            $shell = [powershell]::Create()
            $shell.RunspacePool = $pool
            [void] $shell.AddScript("$harness", $true).AddParameters((New-Arguments $each.Code))
            $noInput = [Management.Automation.PSDataCollection[psobject]]::new()
            $noInput.Complete()
            $output = [Management.Automation.PSDataCollection[psobject]]::new()
            $runs[$each.Name] = [pscustomobject]@{ Shell = $shell; Output = $output; Streams = $shell.Streams; Run = $shell.BeginInvoke($noInput, $output) }
        }
        $pool
    }

    # One by itself, in a session whose window a picture can be drawn in; q ends that as a user would.
    function Start-Alone([string] $Code, [int] $Width = $window) {
        $terminal = New-RecordingHost $Width 24
        $watcher = Start-Watcher $harness (New-Arguments $Code $Width) -PSHost $terminal
        if ($Code -match 'Show-Kana') {
            Wait-Until { $watcher.Run.IsCompleted -or $terminal.Screen.Lines -match '^(book|positions).* live' } -Because 'the picture is drawn'
            $watcher | Add-Member -NotePropertyName Picture -NotePropertyValue ($terminal.Screen.Lines -join "`n")
            $terminal.Screen.Keys.Enqueue('q')
        }
        $watcher
    }

    function Assert-Ran($Run, [hashtable] $Example) {
        Wait-End $Run -TimeoutSec 60
        $Run.Streams.Error | Should -BeNullOrEmpty
        $Run.Shell.InvocationStateInfo.Reason | Should -BeNullOrEmpty
        $text = "$($Run.Output)$($Example.Expected ? $Run.Picture : '')"
        if ($Example.MayBeSilent -and -not $text) { return }
        if ($Example.Expected) {
            $text | Should -Match '\S' -Because 'the page shows what it prints'
            Get-HelpOutputShape $text | Should -BeExactly (Get-HelpOutputShape $Example.Expected) -Because "the page shows that; there is:`n$text"
        }
        elseif ($Example.IsCmdlet) {
            $text.Trim() | Should -BeNullOrEmpty -Because 'the page does not show that anything is printed'
        }
    }

    # A lively exchange that stands still until it is let go.
    $simulator = Start-KanaSimulator -Rate 100 -ClockSpeed 3600
    # Nothing public stops time in an exchange of the session.
    $exchange = $simulator.GetType().GetProperty('Exchange', [Reflection.BindingFlags] 'NonPublic, Instance').GetValue($simulator)
    $exchange.Pause()
}

AfterAll {
    $env:KANA_NETWORK = $before.Network
    $env:PSModulePath = $before.Modules
    Stop-KanaSimulator
    if ($broker) { $broker.Dispose() }
}

Describe 'The example that looks' -ForEach @{ Examples = $looking } {
    BeforeAll {
        $pool = Start-Together $Examples
    }

    AfterAll {
        $runs.Values.Shell.ForEach('Dispose')
        $pool.Dispose()
    }

    It '<Name> does what it says' -ForEach $looking {
        Assert-Ran $runs[$Name] $_
    }
}

Describe 'The example that watches' -ForEach @{ Examples = $watching } {
    BeforeAll {
        $exchange.Resume()
        $pool = Start-Together $Examples
    }

    AfterAll {
        $runs.Values.Shell.ForEach('Dispose')
        $pool.Dispose()
    }

    It '<Name> does what it says' -ForEach $watching {
        $run = $runs[$Name]
        Wait-End $run -TimeoutSec 60
        if ($Expected -and -not $MayBeSilent -and -not "$($run.Output)".Trim()) {
            # On a busy machine its few seconds can be over before the first message: it gets a second chance without the others.
            $run = Start-Alone $Code
        }
        try { Assert-Ran $run $_ } finally { if ($run -ne $runs[$Name]) { Remove-Watcher $run } }
    }
}

Describe 'The example that needs the stage for itself' {
    It '<Name> does what it says' -ForEach $alone {
        if (-not $broker -and $Code.Contains('nats://')) { Set-ItResult -Skipped -Because 'nats-server is not on the path, and KANA_NATS_SERVER names none' }
        $run = Start-Alone $Code ($_.Width ?? $window)
        try { Assert-Ran $run $_ } finally { Remove-Watcher $run }
    }
}
