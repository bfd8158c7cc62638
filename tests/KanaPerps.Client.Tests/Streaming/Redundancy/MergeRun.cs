using System.Text;
using KanaPerps.Streaming.Redundancy;

namespace KanaPerps.Client.Tests.Streaming.Redundancy;

/// <summary>
/// A venue that sends a sequence of states to two connections, each of which is late by some messages, while one of them is cut again and again: what
/// is delivered must be the sequence.
/// </summary>
internal sealed class MergeRun
{
    private const int Messages = 60;
    private const int MostLate = 3;

    private readonly Random _random;
    private readonly MessageMerge _merge;
    private readonly int _seed;
    private readonly List<string> _sent = [];
    private readonly List<string> _delivered = [];
    private readonly List<Line> _lines = [];
    private TimeSpan _now = TimeSpan.FromMinutes(1);

    public MergeRun(int seed, bool isHistory)
    {
        _seed = seed;
        _random = new Random(seed);
        _merge = new MessageMerge(isHistory);
    }

    public static ulong Fingerprint(string message) => (ulong)message.GetHashCode(StringComparison.Ordinal);

    public static KeptMessage Kept(string message, TimeSpan now) => new(Fingerprint(message), Encoding.UTF8.GetBytes(message), IsBinary: false, now, DateTimeOffset.UnixEpoch);

    public static string Text(KeptMessage message) => Encoding.UTF8.GetString(message.Payload);

    public void Check()
    {
        Send();
        Join();
        Bring(_lines[0], 1);
        for (int i = 0; i < Messages; i++)
        {
            Step();
        }

        _lines.ForEach(l => Bring(l, int.MaxValue));
        Lose(_lines.Find(l => l.Source == _merge.Leader)!);
        Assert.True(_sent.SequenceEqual(_delivered), $"seed {_seed}: sent {Show(_sent)}; delivered {Show(_delivered)}");
    }

    private static string Show(List<string> messages) => string.Join(' ', messages.Select(m => m.Length == 0 ? "-" : m));

    private void Step()
    {
        _now += TimeSpan.FromMilliseconds(_random.Next(50));
        switch (_random.Next(10))
        {
            case 0 when _lines.Count == 1:
                Join();
                break;

            // A new connection is cut before its first message, too: then nothing takes over by it.
            case 1 when _lines.Count == 2:
                Line lost = _lines[_random.Next(2)];
                if (lost.Source != _merge.Leader || _lines.Find(l => l != lost)!.Source.HasMessage)
                {
                    Lose(lost);
                }

                break;
            case < 6:
                Send();
                break;
            default:
                Bring(_lines[_random.Next(_lines.Count)], _random.Next(3));
                break;
        }
    }

    // Most states have a time or a version and are like no other. An empty list, such as that of the resting orders, is like each other one.
    private void Send()
    {
        _lines.ForEach(l => Bring(l, _sent.Count - l.Next - MostLate));
        _sent.Add(_sent is [.., not ""] && _random.Next(3) > 0 ? "" : $"{_sent.Count}");
    }

    // A connection begins with the present state. What only the other one was sent before, and is lost with it, no second connection can save.
    private void Join()
    {
        _lines.ForEach(l => Bring(l, int.MaxValue));
        _lines.Add(new Line(_merge.Join()) { Next = _sent.Count - 1 });
    }

    private void Bring(Line line, int count)
    {
        for (; count > 0 && line.Next < _sent.Count; count--)
        {
            string message = _sent[line.Next++];
            switch (_merge.Take(line.Source, Fingerprint(message), _now))
            {
                case MergeVerdict.Deliver:
                    _delivered.Add(message);
                    break;
                case MergeVerdict.Keep:
                    line.Source.Keep(Kept(message, _now));
                    break;
            }
        }
    }

    private void Lose(Line line)
    {
        bool isLeader = line.Source == _merge.Leader;
        _merge.Leave(line.Source);
        _lines.Remove(line);
        if (isLeader && _lines.Count > 0)
        {
            _delivered.AddRange(_merge.TakeOver(_lines[0].Source, _now).Select(Text));
        }
    }

    private sealed record Line(MergeSource Source)
    {
        public int Next { get; set; }
    }
}
