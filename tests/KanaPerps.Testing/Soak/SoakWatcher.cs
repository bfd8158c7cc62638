using System.Text.Json;
using KanaPerps.Simulator;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Testing.Soak;

/// <summary>Watches a feed through the faults, and checks it against the exchange's journal.</summary>
internal abstract class SoakWatcher<T> : ISoakWatcher
{
    private readonly Subscription<T> _subscription;
    private readonly SoakJournal _journal;
    private readonly TaskCompletionSource _hasData = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;

    protected SoakWatcher(ConnectionManager manager, KanaEndpoint endpoint, SimulatedExchange exchange, Topic<T> topic, string? key, Func<JsonElement, string> identify, SubscriptionOptions? options = null)
    {
        _journal = new SoakJournal(exchange, topic.Name, key, identify);
        _subscription = manager.Subscribe(endpoint, topic, key, options);
        Name = $"{topic.Name} {key?[..Math.Min(8, key.Length)]}";
    }

    public long Rows { get; private set; }

    public long Reconnects { get; private set; }

    public long Gaps => DeclaredGaps.Count;

    public long Lagged { get; private set; }

    public bool HasCaughtUp => _journal.IsUpToDate && !Violations().Any();

    protected string Name { get; }

    protected SoakJournal Journal => _journal;

    /// <summary>When the first list had been told: what was published and gone before is not owed.</summary>
    protected DateTimeOffset FirstDataAt { get; private set; } = DateTimeOffset.MaxValue;

    protected object Gate { get; } = new();

    protected List<(DateTimeOffset From, DateTimeOffset To)> DeclaredGaps { get; } = [];

    public Task StartAsync()
    {
        _reading = ReadAsync();
        return _hasData.Task;
    }

    public abstract IEnumerable<string> Violations();

    public async ValueTask DisposeAsync()
    {
        _subscription.Dispose();
        await _reading;
        await _journal.DisposeAsync();
    }

    protected abstract void Take(T item);

    /// <summary>Holds the reading up from time to time, as a slow pipeline does.</summary>
    protected virtual Task PauseAsync() => Task.CompletedTask;

    private async Task ReadAsync()
    {
        await foreach (StreamEvent<T> next in _subscription.ReadAllAsync())
        {
            lock (Gate)
            {
                Take(next);
            }

            await PauseAsync();
        }
    }

    private void Take(StreamEvent<T> next)
    {
        switch (next.Notice)
        {
            case ReconnectedNotice reconnected:
                Reconnects++;
                if (reconnected.Completeness == Completeness.PossibleGap)
                {
                    DeclaredGaps.Add((reconnected.From, reconnected.At));
                }

                break;
            case GapNotice gap:
                DeclaredGaps.Add((gap.From, gap.At));
                break;
            case LaggedNotice lagged:
                Lagged += lagged.LostRows;
                break;
        }

        if (next.Notice is null && FirstDataAt == DateTimeOffset.MaxValue)
        {
            FirstDataAt = DateTimeOffset.UtcNow;
            _hasData.TrySetResult();
        }

        foreach (T item in next.Items)
        {
            Rows++;
            Take(item);
        }
    }
}
