# Colours come from $PSStyle, as the user set it, and only where colours are wanted.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $style = [KanaPerps.PowerShell.Formatting.ShellStyle]
    $rendering = $PSStyle.OutputRendering
    $accent = $PSStyle.Formatting.FormatAccent
}

Describe 'A style' {
    AfterEach {
        $PSStyle.OutputRendering = $rendering
        $PSStyle.Formatting.FormatAccent = $accent
    }

    It 'is what $PSStyle says' {
        $PSStyle.OutputRendering = 'Ansi'
        $style::Gain | Should -BeExactly $PSStyle.Formatting.FormatAccent
        $style::Loss | Should -BeExactly $PSStyle.Formatting.Error
        $style::Caution | Should -BeExactly $PSStyle.Formatting.Warning
        $style::Dim | Should -BeExactly $PSStyle.Dim
        $style::Reset | Should -BeExactly $PSStyle.Reset
        $style::Paint($style::Gain, 'up') | Should -BeExactly "$($PSStyle.Formatting.FormatAccent)up$($PSStyle.Reset)"
    }

    It 'follows the user from one moment to the next' {
        $PSStyle.OutputRendering = 'Ansi'
        $PSStyle.Formatting.FormatAccent = $PSStyle.Foreground.Blue
        $style::Gain | Should -BeExactly $PSStyle.Foreground.Blue
    }

    It 'is empty when plain text is asked for' {
        $PSStyle.OutputRendering = 'PlainText'
        $style::IsPlain | Should -BeTrue
        'Gain', 'Loss', 'Caution', 'Dim', 'Reset' | ForEach-Object { $style::$_ | Should -BeExactly '' -Because $_ }
        $style::Paint($style::Loss, 'down') | Should -BeExactly 'down'
    }

    It 'puts nothing around no text' {
        $PSStyle.OutputRendering = 'Ansi'
        $style::Paint($style::Gain, '') | Should -BeExactly ''
    }
}
