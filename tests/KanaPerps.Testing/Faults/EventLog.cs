using System.Runtime.CompilerServices;
using System.Threading.Channels;
using KanaPerps.Streaming;

namespace KanaPerps.Testing.Faults;

/// <summary>Reads a subscription as fast as it comes and keeps all of it, so that a test can wait for what matters and see what came besides.</summary>
/// <typeparam name="T">The model.</typeparam>
public sealed class EventLog<T> : IAsyncDisposable
{
    private readonly List<StreamEvent<T>> _all = [];
    private readonly Channel<StreamEvent<T>> _unseen = Channel.CreateUnbounded<StreamEvent<T>>();
    private readonly Task _reading;

    /// <summary>Begins to read.</summary>
    /// <param name="subscription">What to read; disposed with the log.</param>
    public EventLog(Subscription<T> subscription)
    {
        Subscription = subscription;
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>What is read.</summary>
    public Subscription<T> Subscription { get; }

    /// <summary>All that has come, in order.</summary>
    public IReadOnlyList<StreamEvent<T>> All
    {
        get
        {
            lock (_all)
            {
                return [.. _all];
            }
        }
    }

    /// <summary>The notices among it.</summary>
    public IEnumerable<StreamNotice> Notices => All.Select(e => e.Notice).OfType<StreamNotice>();

    /// <summary>The next notice of a type, past everything else.</summary>
    public async Task<TNotice> NoticeAsync<TNotice>(Func<TNotice, bool>? which = null, [CallerArgumentExpression(nameof(which))] string what = "")
        where TNotice : StreamNotice =>
        (TNotice)(await NextAsync(e => e.Notice is TNotice notice && (which is null || which(notice)), $"{typeof(TNotice).Name} {what}")).Notice!;

    /// <summary>The rows of the next message that brought any, past everything else.</summary>
    public async Task<IReadOnlyList<T>> RowsAsync() => (await NextAsync(e => e.Items.Count > 0, "rows")).Items;

    /// <summary>The next message that brought a certain row.</summary>
    public Task RowAsync(Func<T, bool> which, [CallerArgumentExpression(nameof(which))] string what = "") => NextAsync(e => e.Items.Any(which), what);

    /// <summary>Waits until the stream has come to its end.</summary>
    public Task EndAsync() => _reading.InTime();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Subscription.Dispose();
        await _reading;
    }

    private async Task<StreamEvent<T>> NextAsync(Func<StreamEvent<T>, bool> which, string what)
    {
        async Task<StreamEvent<T>> FindAsync()
        {
            while (true)
            {
                StreamEvent<T> next = await _unseen.Reader.ReadAsync();
                if (which(next))
                {
                    return next;
                }
            }
        }

        try
        {
            return await FindAsync().InTime(what);
        }
        catch (Exception e) when (e is TimeoutException or ChannelClosedException)
        {
            throw new TimeoutException($"'{what}' did not come. What came: {string.Join(" | ", All.TakeLast(20).Select(Say))}", e);
        }
    }

    private static string Say(StreamEvent<T> e) => e.Notice is { } notice ? $"{notice.GetType().Name}: {notice.Message}" : $"{e.Items.Count} rows";

    private async Task ReadAsync()
    {
        await foreach (StreamEvent<T> next in Subscription.ReadAllAsync())
        {
            lock (_all)
            {
                _all.Add(next);
            }

            _unseen.Writer.TryWrite(next);
        }

        _unseen.Writer.TryComplete();
    }
}
