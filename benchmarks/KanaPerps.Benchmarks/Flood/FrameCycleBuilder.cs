using System.Globalization;
using System.Text;
using KanaPerps.Testing;

namespace KanaPerps.Benchmarks;

/// <summary>Writes frames one after the other and keeps in mind where the numbers stand that are to grow.</summary>
internal sealed class FrameCycleBuilder
{
    private const int StampDigits = 8;

    private readonly List<byte> _frames = [];
    private readonly StringBuilder _payload = new();
    private readonly List<int> _starts = [0];
    private readonly List<int[]> _versions = [];
    private readonly Dictionary<(long First, long Step), List<int>> _stamps = [];
    private readonly List<((long First, long Step) Stamp, int Place)> _inFrame = [];
    private readonly List<int> _versionsInFrame = [];

    /// <summary>Adds text to the frame that is being written.</summary>
    public FrameCycleBuilder Text(string ascii)
    {
        _payload.Append(ascii);
        return this;
    }

    /// <summary>Adds a number that grows with each pass.</summary>
    /// <param name="first">Its value in the first pass; eight digits or more, of which the last eight grow.</param>
    /// <param name="step">What each pass adds.</param>
    public FrameCycleBuilder Growing(long first, long step)
    {
        string digits = first.ToString(CultureInfo.InvariantCulture);
        _inFrame.Add(((first, step), _payload.Length + digits.Length - StampDigits));
        return Text(digits);
    }

    /// <summary>Adds a number in whose place a tick can be put.</summary>
    public FrameCycleBuilder Tick()
    {
        _versionsInFrame.Add(_payload.Length);
        return Text(new string('1', FrameCycle.TickDigits));
    }

    /// <summary>Ends the frame.</summary>
    public void EndFrame()
    {
        byte[] payload = Encoding.ASCII.GetBytes(_payload.ToString());
        byte[] frame = Frame.Make(Frame.Text, payload);
        int origin = _frames.Count + frame.Length - payload.Length;
        foreach (((long First, long Step) stamp, int place) in _inFrame)
        {
            if (!_stamps.TryGetValue(stamp, out List<int>? places))
            {
                _stamps.Add(stamp, places = []);
            }

            places.Add(origin + place);
        }

        _versions.Add([.. _versionsInFrame.Select(v => origin + v)]);
        _frames.AddRange(frame);
        _starts.Add(_frames.Count);
        _payload.Clear();
        _inFrame.Clear();
        _versionsInFrame.Clear();
    }

    /// <summary>Puts the frames together.</summary>
    public FrameCycle Build() =>
        new([.. _frames], [.. _starts], [.. _stamps.Select(s => new Stamp(s.Key.First, s.Key.Step, s.Value))], [.. _versions]);
}
