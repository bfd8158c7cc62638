using System.Runtime.CompilerServices;
using System.Threading.Channels;
using KanaPerps.Streaming;

namespace KanaPerps.Testing;

/// <summary>
/// Reads a subscription as fast as it comes and keeps all of it. A test takes event after event, and fails when the next one is not what it
/// expects (<c>Next…</c>), or waits for the one that matters and sees afterwards what came besides.
/// </summary>
/// <typeparam name="T">The model.</typeparam>
public sealed class EventReader<T> : IDisposable, IAsyncDisposable
{
    private readonly List<StreamEvent<T>> _all = [];
    private readonly Channel<StreamEvent<T>> _unseen = Channel.CreateUnbounded<StreamEvent<T>>();
    private readonly Task _reading;

    /// <summary>Begins to read.</summary>
    /// <param name="subscription">What to read; disposed with the reader.</param>
    public EventReader(Subscription<T> subscription)
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

    /// <summary>The next event.</summary>
    public Task<StreamEvent<T>> NextAsync() => FindAsync(_ => true, "an event");

    /// <summary>The next event, which must be a notice of this type.</summary>
    public async Task<TNotice> NextNoticeAsync<TNotice>()
        where TNotice : StreamNotice
    {
        StreamEvent<T> next = await NextAsync();
        return next.Notice as TNotice ?? throw new InvalidOperationException($"Instead of a {typeof(TNotice).Name} came {Say(next)}");
    }

    /// <summary>The next event, which must be rows, or a message without any.</summary>
    public async Task<IReadOnlyList<T>> NextRowsAsync()
    {
        StreamEvent<T> next = await NextAsync();
        return next.Notice is null ? next.Items : throw new InvalidOperationException($"Instead of rows came {Say(next)}");
    }

    /// <summary>Waits for the end of the stream, before which nothing more may come.</summary>
    public async Task NextIsEndAsync()
    {
        await EndAsync();
        if (_unseen.Reader.TryRead(out StreamEvent<T> next))
        {
            throw new InvalidOperationException($"Instead of the end came {Say(next)}");
        }
    }

    /// <summary>The next notice of a type, past everything else.</summary>
    public async Task<TNotice> NoticeAsync<TNotice>(Func<TNotice, bool>? which = null, [CallerArgumentExpression(nameof(which))] string what = "")
        where TNotice : StreamNotice =>
        (TNotice)(await FindAsync(e => e.Notice is TNotice notice && (which is null || which(notice)), $"{typeof(TNotice).Name} {what}")).Notice!;

    /// <summary>The rows of the next message that brought any, past everything else.</summary>
    public async Task<IReadOnlyList<T>> RowsAsync() => (await FindAsync(e => e.Items.Count > 0, "rows")).Items;

    /// <summary>The next message that brought a certain row.</summary>
    public Task RowAsync(Func<T, bool> which, [CallerArgumentExpression(nameof(which))] string what = "") => FindAsync(e => e.Items.Any(which), what);

    /// <summary>Waits until the stream has come to its end.</summary>
    public Task EndAsync() => _reading.InTime();

    /// <inheritdoc/>
    public void Dispose() => Subscription.Dispose();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Subscription.Dispose();
        await _reading;
    }

    private async Task<StreamEvent<T>> FindAsync(Func<StreamEvent<T>, bool> which, string what)
    {
        async Task<StreamEvent<T>> ReadUntilFoundAsync()
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
            return await ReadUntilFoundAsync().InTime(what);
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
