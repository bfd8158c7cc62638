using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using KanaPerps.Simulator;

namespace KanaPerps.Testing.Soak;

/// <summary>What the exchange published on one feed: each row with the time it first appeared, and the last list.</summary>
internal sealed class SoakJournal : IAsyncDisposable
{
    private readonly Channel<(DateTimeOffset At, ReadOnlyMemory<byte> Message)> _published = Channel.CreateUnbounded<(DateTimeOffset, ReadOnlyMemory<byte>)>();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _firstSeen = new();
    private readonly Func<JsonElement, string> _identify;
    private readonly IDisposable _tap;
    private readonly Task _reading;
    private long _unread;

    public SoakJournal(SimulatedExchange exchange, string topic, string? key, Func<JsonElement, string> identify)
    {
        _identify = identify;
        _reading = ReadAsync();
        _tap = exchange.Tap(topic, key, Publish);
    }

    /// <summary>Whether all that was published so far is in <see cref="Rows"/>.</summary>
    public bool IsUpToDate => Interlocked.Read(ref _unread) == 0;

    /// <summary>Rows and when each was first published.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Rows => _firstSeen;

    /// <summary>The rows of the last list.</summary>
    public IReadOnlyCollection<string> LastList { get; private set; } = [];

    public async ValueTask DisposeAsync()
    {
        _tap.Dispose();
        _published.Writer.TryComplete();
        await _reading;
    }

    private void Publish(ReadOnlyMemory<byte> message)
    {
        Interlocked.Increment(ref _unread);
        _published.Writer.TryWrite((DateTimeOffset.UtcNow, message));
    }

    private async Task ReadAsync()
    {
        await foreach ((DateTimeOffset at, ReadOnlyMemory<byte> message) in _published.Reader.ReadAllAsync())
        {
            using JsonDocument document = JsonDocument.Parse(message);
            string[] rows = [.. document.RootElement.GetProperty("data").EnumerateArray().Select(_identify)];
            foreach (string row in rows)
            {
                _firstSeen.TryAdd(row, at);
            }

            LastList = rows;
            Interlocked.Decrement(ref _unread);
        }
    }
}
