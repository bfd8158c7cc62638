# The help must say what is true: each page is compared with the command that it describes.

BeforeDiscovery {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $commands = Get-Command -Module KanaPerps | ForEach-Object { @{ Name = $_.Name } }
    $topics = Get-ChildItem $PSScriptRoot/../../docs/en-US -Filter 'about_*.md' | ForEach-Object { @{ Topic = $_.BaseName } }
}

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-Module $PSScriptRoot/../../build/HelpPages.psm1
    Import-KanaModule
    $pages = Join-Path $PSScriptRoot '../../docs/en-US'

    function Get-Heading([string] $Text, [int] $Level) {
        [regex]::Matches($Text, "(?m)^#{$Level} (?<title>.+?)\s*$").ForEach({ $_.Groups['title'].Value })
    }

    function Get-Example([string] $Page) {
        [regex]::Matches((Get-HelpSection $Page '## EXAMPLES'), '(?ms)^### (?<title>[^\r\n]+)\s+```powershell\r?\n(?<code>.*?)^```')
    }
}

Describe 'The help pages' {
    It 'are there for every command and for nothing else' {
        (Get-ChildItem $pages -Filter '*-Kana*.md').BaseName | Sort-Object | Should -Be (Get-Command -Module KanaPerps).Name
    }

    It 'are drafted with all that the code knows, and with a mark where something is to be written' {
        $command = Get-Command Watch-KanaFill
        $draft = Update-HelpPage $command (New-HelpDraft $command)
        $page = (Get-Content -Raw $pages/Watch-KanaFill.md) -replace '\r\n', "`n"
        Get-Heading $draft 2 | Should -Be (Get-Heading $page 2)
        foreach ($heading in '## SYNTAX', '## INPUTS', '## OUTPUTS') { Get-HelpSection $draft $heading | Should -BeExactly (Get-HelpSection $page $heading) }
        Get-Heading (Get-HelpSection $draft '## PARAMETERS') 3 | Should -Be (Get-Heading (Get-HelpSection $page '## PARAMETERS') 3)
        foreach ($heading in '## SYNOPSIS', '## DESCRIPTION') { Get-HelpSection $draft $heading | Should -BeExactly 'TODO' }
        Get-Example $draft | Should -HaveCount 1
    }

    It 'leave nothing to write' {
        (Select-String -Path $pages/*.md -Pattern TODO -CaseSensitive).Line | Should -BeNullOrEmpty
    }
}

Describe 'The page of <Name>' -ForEach $commands {
    BeforeAll {
        $page = (Get-Content -Raw (Join-Path $pages "$Name.md")) -replace '\r\n', "`n"
        $command = Get-Command $Name
    }

    It 'says what ./build.sh help writes: syntax, parameters, inputs, properties' {
        # Where they differ, the task has to be run; a text that several pages have belongs into parameters.md or the code.
        Update-HelpPage $command $page | Should -BeExactly $page -Because './build.sh help updates the page'
    }

    It 'has three examples or more, of code that parses and uses the command' {
        $examples = Get-Example $page
        $examples.Count | Should -BeGreaterOrEqual 3
        foreach ($example in $examples) {
            $errors = $null
            $ast = [System.Management.Automation.Language.Parser]::ParseInput($example.Groups['code'].Value, [ref] $null, [ref] $errors)
            $errors | Should -BeNullOrEmpty -Because $example.Groups['title'].Value
            $used = $ast.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true) | ForEach-Object { $_.GetCommandName() }
            $used | Should -Contain $Name -Because $example.Groups['title'].Value
        }
    }

    It 'links to what exists' {
        foreach ($link in [regex]::Matches((Get-HelpSection $page '## RELATED LINKS'), '\]\((?<target>[^)]+)\)')) {
            Join-Path $pages $link.Groups['target'].Value | Should -Exist
        }
    }
}

Describe 'Get-Help' {
    It 'shows of <Name> what it is for, every parameter, the examples and each parameter set' -ForEach $commands {
        $help = Get-Help $Name -Full
        $help.Synopsis | Should -Match '\.$'
        ($help.Description | Out-String).Trim() | Should -Not -BeNullOrEmpty
        $described = @($help.parameters.parameter.Where({ $_ -and "$($_.description.Text)".Trim() }).name)
        $described | Sort-Object | Should -Be @((Get-HelpParameter (Get-Command $Name)).Name)
        @($help.examples.example).Count | Should -BeGreaterOrEqual 3
        @($help.syntax.syntaxItem).Count | Should -Be (Get-Command $Name).ParameterSets.Count
    }
}

Describe 'What the help shows' {
    It 'fits a terminal of 80 columns: the commands and their output' {
        # Get-Help indents the examples of a command by four columns; the files of the topics are shown as they are.
        $wide = @(
            foreach ($page in (Get-ChildItem $pages -Filter '*-Kana*.md') + (Get-Item $pages/../../README.md)) {
                foreach ($block in [regex]::Matches((Get-Content -Raw $page), '(?ms)^```(?:powershell|Output)\r?\n(.*?)^```')) {
                    $block.Groups[1].Value -split '\r?\n' | Where-Object Length -GT ($page.BaseName -eq 'README' ? 80 : 76) | ForEach-Object { "$($page.BaseName): $_" }
                }
            }
            foreach ($topic in Get-ChildItem (Join-Path (Split-Path (Get-ModuleManifestPath)) en-US) -Filter '*.txt') {
                Get-Content $topic | Where-Object Length -GT 80 | ForEach-Object { "$($topic.BaseName): $_" }
            }
        )
        $wide | Should -BeNullOrEmpty
    }
}

Describe 'Get-Help <Topic>' -ForEach $topics {
    BeforeAll {
        $page = Get-Content -Raw (Join-Path $pages "$Topic.md")
        $help = Get-Help $Topic | Out-String
    }

    It 'shows every section of its page, with its name and in one sentence what it is about' {
        $help | Should -Match "(?s)^\s*TOPIC\s+$Topic\s+SHORT DESCRIPTION\s+\w[^.]+\."
        foreach ($section in Get-Heading $page 2) {
            $help | Should -Match "(?m)^$([regex]::Escape($section))\r?$"
        }
    }

    It 'is listed with the whole sentence' {
        (Get-Help 'about_Kana*' | Where-Object Name -EQ $Topic).Synopsis | Should -Be (Get-HelpSection $page '## SHORT DESCRIPTION').Trim()
    }

    It 'ends with links to topics and commands that exist, the first steps among them' {
        $links = [regex]::Matches((Get-HelpSection $page '## SEE ALSO'), '(?m)^- (?<name>\S+)').ForEach({ $_.Groups['name'].Value })
        $links | Where-Object { $_ -ne $Topic } | Should -HaveCount $links.Count -Because 'a topic does not point at itself'
        'about_KanaPerps' | Should -BeIn @($links; $Topic)
        foreach ($link in $links -match 'Kana') {
            Join-Path $pages "$link.md" | Should -Exist
        }
    }

    It 'is led to by the first steps' {
        Get-HelpSection (Get-Content -Raw (Join-Path $pages 'about_KanaPerps.md')) '## SEE ALSO' | Should -Match ($Topic -eq 'about_KanaPerps' ? 'about_' : "(?m)^- $Topic$")
    }
}
