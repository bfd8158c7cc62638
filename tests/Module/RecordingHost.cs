using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Threading;

namespace KanaPerps.ModuleTests
{
    /// <summary>A host with a window that remembers what is drawn in it, and a keyboard that a test types on.</summary>
    public sealed class RecordingHost : PSHost
    {
        private readonly RecordingUI _ui;

        /// <summary>Makes a host; without a size it has no window.</summary>
        public RecordingHost(int width, int height)
        {
            Screen = new RecordingScreen(width, height);
            _ui = new RecordingUI(Screen);
        }

        public RecordingScreen Screen { get; }

        public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

        public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

        public override Guid InstanceId { get; } = Guid.NewGuid();

        public override string Name => "RecordingHost";

        public override PSHostUserInterface UI => _ui;

        public override Version Version => new Version(1, 0);

        public override void EnterNestedPrompt() => throw new NotImplementedException();

        public override void ExitNestedPrompt() => throw new NotImplementedException();

        public override void NotifyBeginApplication()
        {
        }

        public override void NotifyEndApplication()
        {
        }

        public override void SetShouldExit(int exitCode)
        {
        }
    }

    /// <summary>The part of a host that writes.</summary>
    public sealed class RecordingUI : PSHostUserInterface
    {
        private readonly RecordingScreen _screen;
        private readonly PSHostRawUserInterface _raw;

        public RecordingUI(RecordingScreen screen)
        {
            _screen = screen;
            _raw = new RecordingRawUI(screen);
        }

        public override PSHostRawUserInterface RawUI => _raw;

        public override bool SupportsVirtualTerminal => _screen.SupportsVirtualTerminal;

        // As PowerShell's own console does: where plain text is asked for, what it takes for decoration does not reach the terminal.
        public override void Write(string value) => _screen.Write(value, GetOutputString(value, SupportsVirtualTerminal));

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

        public override void WriteLine(string value) => Write(value + "\r\n");

        public override void WriteErrorLine(string value) => WriteLine(value);

        public override void WriteDebugLine(string message) => WriteLine(message);

        public override void WriteVerboseLine(string message) => WriteLine(message);

        public override void WriteWarningLine(string message) => WriteLine(message);

        // Progress has a place of its own in a console; here it would only be in the way.
        public override void WriteProgress(long sourceId, ProgressRecord record)
        {
        }

        public override string ReadLine() => throw new NotImplementedException();

        public override SecureString ReadLineAsSecureString() => throw new NotImplementedException();

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw new NotImplementedException();

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) => throw new NotImplementedException();

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw new NotImplementedException();

        public override PSCredential PromptForCredential(
            string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
            throw new NotImplementedException();
    }

    /// <summary>The part of a host that has a window and a keyboard.</summary>
    public sealed class RecordingRawUI : PSHostRawUserInterface
    {
        private readonly RecordingScreen _screen;

        public RecordingRawUI(RecordingScreen screen)
        {
            _screen = screen;
        }

        public override Size WindowSize { get => _screen.Size; set => throw new NotImplementedException(); }

        public override Size BufferSize { get => _screen.Size; set => throw new NotImplementedException(); }

        public override Size MaxWindowSize => _screen.Size;

        public override Size MaxPhysicalWindowSize => _screen.Size;

        public override bool KeyAvailable => _screen.HasKeyboard ? _screen.Keys.Count > 0 : throw new InvalidOperationException("The input is redirected.");

        public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

        public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

        public override Coordinates CursorPosition { get; set; }

        public override Coordinates WindowPosition { get; set; }

        public override int CursorSize { get; set; } = 25;

        public override string WindowTitle { get; set; } = "";

        public override KeyInfo ReadKey(ReadKeyOptions options) =>
            _screen.Keys.TryDequeue(out char key) ? new KeyInfo(0, key, 0, true) : throw new InvalidOperationException("A read that would wait.");

        public override void FlushInputBuffer() => throw new NotImplementedException();

        public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw new NotImplementedException();

        public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) => throw new NotImplementedException();

        public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw new NotImplementedException();

        public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw new NotImplementedException();
    }
}
