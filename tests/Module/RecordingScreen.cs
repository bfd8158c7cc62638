using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Linq;
using System.Management.Automation.Host;
using System.Text.RegularExpressions;

namespace KanaPerps.ModuleTests
{
    /// <summary>
    /// What a terminal makes of what is written to it. It knows the few sequences that a picture needs and takes any other for a mistake,
    /// as it does a line that wraps or scrolls. Safe from any thread.
    /// </summary>
    public sealed class RecordingScreen
    {
        private static readonly Regex s_sequence = new Regex(@"\G\x1b\[(?<private>\??)(?<numbers>[\d;]*)(?<final>[A-Za-z])");

        private static readonly Regex s_style = new Regex(@"\x1b\[[\d;]*m");

        // What a smaller window hides is there again in a larger one.
        private const int Largest = 300;

        private readonly object _gate = new object();
        private readonly char[][] _normal = Blank();
        private char[][] _alternate = Blank();
        private int _row;
        private int _column;
        private (int Row, int Column) _saved;

        public RecordingScreen(int width, int height)
        {
            Size = new Size(width, height);
        }

        /// <summary>The size of the window.</summary>
        public Size Size { get; private set; }

        public bool SupportsVirtualTerminal { get; set; } = true;

        public bool HasKeyboard { get; set; } = true;

        /// <summary>The keys that were pressed and not read yet.</summary>
        public ConcurrentQueue<char> Keys { get; } = new ConcurrentQueue<char>();

        public bool IsAlternate { get; private set; }

        public bool ShowsCursor { get; private set; } = true;

        public bool Wraps { get; private set; } = true;

        /// <summary>How often something was written.</summary>
        public int Writes { get; private set; }

        /// <summary>How many styles were begun or ended in what the host was given.</summary>
        public int Styles { get; private set; }

        /// <summary>The first thing that no terminal should be sent, or null.</summary>
        public string? Mistake { get; private set; }

        /// <summary>When set, the write after that many fails once, as when the window goes away.</summary>
        public int? FailsAfter { get; set; }

        /// <summary>The lines in the window, without the spaces at their ends.</summary>
        public string[] Lines
        {
            get
            {
                lock (_gate)
                {
                    return Cells.Take(Size.Height).Select(line => new string(line, 0, Size.Width).TrimEnd()).ToArray();
                }
            }
        }

        private char[][] Cells => IsAlternate ? _alternate : _normal;

        /// <summary>Gives the window another size. What was drawn stays where it was.</summary>
        public void Resize(int width, int height)
        {
            lock (_gate)
            {
                Size = new Size(width, height);
                _row = Math.Min(_row, height - 1);
                _column = Math.Min(_column, width);
            }
        }

        /// <summary>Takes what was written.</summary>
        /// <param name="sent">What the host was given.</param>
        /// <param name="text">What it lets through.</param>
        public void Write(string sent, string text)
        {
            lock (_gate)
            {
                Writes++;
                Styles += s_style.Matches(sent).Count;
                if (Writes > FailsAfter)
                {
                    FailsAfter = null;
                    throw new InvalidOperationException("The window is gone.");
                }

                for (int i = 0; i < text.Length;)
                {
                    i += text[i] == '\x1b' ? Obey(text, i) : Put(text[i]);
                }
            }
        }

        private int Put(char c)
        {
            if (c == '\r' || c == '\n')
            {
                Fail(IsAlternate ? "a line break in a picture" : null);
                _column = c == '\r' ? 0 : _column;
                _row = Math.Min(_row + (c == '\n' ? 1 : 0), Size.Height - 1);
            }
            else if (char.IsControl(c))
            {
                Fail($"the control character {(int)c}");
            }
            else
            {
                Fail(_column >= Size.Width ? "a line that is too long" : null);
                Cells[_row][Math.Min(_column, Size.Width - 1)] = c;
                _column = Math.Min(_column + 1, Size.Width);
            }

            return 1;
        }

        private int Obey(string text, int start)
        {
            Match match = s_sequence.Match(text, start);
            int[] numbers = match.Groups["numbers"].Value.Split(';').Select(n => n.Length > 0 ? int.Parse(n, CultureInfo.InvariantCulture) : 0).ToArray();
            switch (match.Groups["private"].Value + match.Groups["final"].Value)
            {
                case "m":
                    break;
                case "H":
                    _row = Math.Clamp(numbers[0], 1, Size.Height) - 1;
                    _column = Math.Clamp(numbers.ElementAtOrDefault(1), 1, Size.Width) - 1;
                    break;
                case "K":
                    // Behind a full line a terminal's cursor still stands on the last column.
                    Array.Fill(Cells[_row], ' ', Math.Min(_column, Size.Width - 1), Largest - Math.Min(_column, Size.Width - 1));
                    break;
                case "J":
                    Array.Fill(Cells[_row], ' ', Math.Min(_column, Size.Width - 1), Largest - Math.Min(_column, Size.Width - 1));
                    Cells.Skip(_row + 1).ToList().ForEach(line => Array.Fill(line, ' '));
                    break;
                case "?h":
                case "?l":
                    numbers.ToList().ForEach(mode => Switch(mode, match.Groups["final"].Value == "h"));
                    break;
                default:
                    Fail($"an unknown sequence: {text.Substring(start, Math.Min(8, text.Length - start)).Replace("\x1b", "ESC")}");
                    return 1;
            }

            return match.Length;
        }

        private void Switch(int mode, bool isOn)
        {
            switch (mode)
            {
                case 7:
                    Wraps = isOn;
                    break;
                case 25:
                    ShowsCursor = isOn;
                    break;
                case 1049 when isOn && !IsAlternate:
                    _saved = (_row, _column);
                    _alternate = Blank();
                    IsAlternate = true;
                    break;
                case 1049 when !isOn && IsAlternate:
                    IsAlternate = false;
                    (_row, _column) = _saved;
                    break;
                case 2026 when !isOn:
                    break;
                default:
                    Fail($"mode {mode} {(isOn ? "on" : "off")}");
                    break;
            }
        }

        private void Fail(string? mistake) => Mistake ??= mistake;

        private static char[][] Blank() => Enumerable.Range(0, Largest).Select(_ => Enumerable.Repeat(' ', Largest).ToArray()).ToArray();
    }
}
