using System.Text.Json;
using KanaPerps.Simulator;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Testing.Soak;

/// <summary>Checks a history topic: each row once, or inside a declared gap, or counted as lagged.</summary>
internal sealed class HistoryWatcher<T> : SoakWatcher<T>
{
    // A row that the last message before a loss did not hold any more may have been published while that message was under way.
    private static readonly TimeSpan s_underWay = TimeSpan.FromSeconds(2);

    private readonly Func<T, string> _identify;
    private readonly Func<string, string> _owed;
    private readonly Random? _slowness;
    private readonly HashSet<string> _told = [];
    private readonly List<string> _twice = [];

    public HistoryWatcher(ConnectionManager manager, KanaEndpoint endpoint, SimulatedExchange exchange, Topic<T> topic, string? key, Func<T, string> identify, Func<JsonElement, string> identifyJson, Func<string, string>? owed = null, Random? slowness = null, SubscriptionOptions? options = null)
        : base(manager, endpoint, exchange, topic, key, identifyJson, options)
    {
        _identify = identify;
        _owed = owed ?? (id => id);
        _slowness = slowness;
    }

    public override IEnumerable<string> Violations()
    {
        lock (Gate)
        {
            HashSet<string> told = [.. _told.Select(_owed)];
            string[] missing = [.. Journal.Rows.Where(r => r.Value > FirstDataAt && !told.Contains(_owed(r.Key)) && !IsInGap(r.Value)).Select(r => r.Key)];
            string[] invented = [.. _told.Where(t => !Journal.Rows.ContainsKey(t))];
            return
            [
                .. missing.Length > Lagged ? missing.Take(3).Select(m => $"{Name}: {missing.Length} rows lost silently, such as {m}") : [],
                .. _twice.Take(3).Select(t => $"{Name}: told twice: {t}"),
                .. invented.Take(3).Select(i => $"{Name}: never published: {i}"),
            ];
        }
    }

    protected override void Take(T item)
    {
        string id = _identify(item);
        if (!_told.Add(id))
        {
            _twice.Add(id);
        }
    }

    // The fault is the consumer's slowness itself, not a wait for something.
    protected override Task PauseAsync() => _slowness is not null && _slowness.Next(20) == 0 ? Schedule.PauseAsync(TimeSpan.FromMilliseconds(_slowness.Next(2000))) : Task.CompletedTask;

    private bool IsInGap(DateTimeOffset published) => DeclaredGaps.Any(g => published >= g.From - s_underWay && published <= g.To);
}
