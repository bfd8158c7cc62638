using System.Globalization;
using KanaPerps.Alerts;

namespace KanaPerps.Client.Tests.Alerts;

/// <summary>What comes of a key: a value, null, a stale row, or a row that says that it is gone.</summary>
internal enum AlertEventKind
{
    Value,
    Null,
    Stale,
    Closed,
}

/// <summary>Something that comes.</summary>
/// <param name="Key">The key.</param>
/// <param name="Second">When.</param>
/// <param name="Kind">What.</param>
/// <param name="Value">The value of one.</param>
internal readonly record struct AlertEvent(int Key, int Second, AlertEventKind Kind, decimal Value);

/// <summary>What of an alert is compared.</summary>
internal readonly record struct AlertText(int Key, int Second, AlertKind Kind, AlertDirection? Direction, decimal? Level, long Suppressed);

/// <summary>A random rule and random events, and a job that follows them: it may end at any time, and is started again with what its file has.</summary>
internal sealed class AlertRuns
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private readonly Random _random;

    public AlertRuns(int seed)
    {
        _random = new(seed);
        Rule = NextRule();
        Events = NextEvents();
    }

    public AlertRule Rule { get; }

    /// <summary>What is sent. Some of it is lost on the way.</summary>
    public IReadOnlyList<AlertEvent> Events { get; }

    /// <summary>The events whose consequences were saved, in their order: those of a crash never happened, for the job.</summary>
    public List<AlertEvent> Accepted { get; } = [];

    /// <summary>The alerts that were handed on and saved.</summary>
    public List<AlertText> Alerts { get; } = [];

    /// <summary>How many alerts were handed on just before a crash: each of them comes again, if its value is still beyond its level.</summary>
    public int HandedOnBeforeCrash { get; private set; }

    /// <summary>How many times the job was started again.</summary>
    public int Restarts { get; private set; }

    /// <summary>Lets a job follow the events.</summary>
    public void Run()
    {
        AlertTracker tracker = new(Rule);
        byte[] file = AlertStateJson.Write(tracker);
        foreach (AlertEvent next in Events)
        {
            int fate = _random.Next(20);
            if (fate == 0)
            {
                // Lost on the way.
                continue;
            }

            if (fate == 1)
            {
                tracker = Restart(file);
            }

            AlertDecision decision = Judge(tracker, next);
            if (fate == 2)
            {
                // The job is killed before it has saved what follows; the alert may be handed on.
                HandedOnBeforeCrash += decision.Alert is null ? 0 : 1;
                tracker = Restart(file);
                continue;
            }

            Accepted.Add(next);
            if (decision.Alert is { } alert)
            {
                Alerts.Add(new(next.Key, next.Second, alert.Kind, alert.Direction, alert.Level, alert.Suppressed));
            }

            if (decision.IsChange)
            {
                tracker.Accept(decision);
                file = AlertStateJson.Write(tracker);
            }
        }
    }

    private AlertTracker Restart(byte[] file)
    {
        Restarts++;
        Assert.True(AlertStateJson.Read(file, Rule, out Dictionary<string, AlertKeyState>? keys));
        return new(Rule, keys);
    }

    private static AlertDecision Judge(AlertTracker tracker, AlertEvent next)
    {
        string key = next.Key.ToString(CultureInfo.InvariantCulture);
        DateTimeOffset at = s_start.AddSeconds(next.Second);
        return next.Kind switch
        {
            AlertEventKind.Closed => tracker.Forget(key),
            AlertEventKind.Stale => tracker.JudgeStale(key, key, at, null),
            _ => tracker.Judge(key, at, next.Kind == AlertEventKind.Value ? next.Value : null, null),
        };
    }

    private AlertRule NextRule()
    {
        decimal[] below = Levels(1, 10);
        decimal[] above = Levels(10, 20);
        if (below.Length + above.Length == 0)
        {
            below = [5];
        }

        return new()
        {
            Property = "Value",
            Below = below,
            Above = above,
            RearmAbove = below.Length > 0 && _random.Next(2) == 0 ? below.Max() + (_random.Next(6) / 2m) : null,
            RearmBelow = above.Length > 0 && _random.Next(2) == 0 ? above.Min() - (_random.Next(6) / 2m) : null,
            MinInterval = TimeSpan.FromSeconds(_random.Next(3) switch { 0 => 0, 1 => 4, _ => 15 }),
            ChangeOnly = _random.Next(3) == 0,
            Stale = _random.Next(2) == 0,
        };
    }

    private decimal[] Levels(int from, int to) => [.. Enumerable.Range(0, _random.Next(4)).Select(_ => (decimal)_random.Next(from, to + 1))];

    private List<AlertEvent> NextEvents()
    {
        int keys = _random.Next(1, 4);
        decimal[] last = [.. Enumerable.Range(0, keys).Select(_ => 10m)];
        int second = 0;
        List<AlertEvent> events = [];
        for (int i = 0; i < 50; i++)
        {
            // A clock that is set back is part of life.
            second += _random.Next(25) == 0 ? -_random.Next(30) : _random.Next(4);
            int key = _random.Next(keys);
            last[key] = _random.Next(8) == 0 ? _random.Next(0, 22) : Math.Clamp(last[key] + (_random.Next(-6, 7) / 2m), 0, 22);
            AlertEventKind kind = _random.Next(20) switch { 0 => AlertEventKind.Null, 1 or 2 => AlertEventKind.Stale, 3 => AlertEventKind.Closed, _ => AlertEventKind.Value };
            events.Add(new(key, second, kind, last[key]));
        }

        return events;
    }
}
