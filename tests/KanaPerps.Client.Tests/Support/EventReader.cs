using KanaPerps.Streaming;
using KanaPerps.Testing;

namespace KanaPerps.Client.Tests;

/// <summary>Reads a subscription event by event and fails when the next one is not what the test expects.</summary>
internal sealed class EventReader<T> : IDisposable
{
    private readonly IAsyncEnumerator<StreamEvent<T>> _events;

    public EventReader(Subscription<T> subscription)
    {
        Subscription = subscription;
        _events = subscription.ReadAllAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
    }

    public Subscription<T> Subscription { get; }

    public async Task<StreamEvent<T>> NextAsync()
    {
        Assert.True(await _events.MoveNextAsync().AsTask().InTime(), "The stream has ended.");
        return _events.Current;
    }

    /// <summary>The next event, which must be a notice of this type.</summary>
    public async Task<TNotice> NoticeAsync<TNotice>()
        where TNotice : StreamNotice => Assert.IsType<TNotice>((await NextAsync()).Notice);

    /// <summary>The next event, which must be rows.</summary>
    public async Task<IReadOnlyList<T>> RowsAsync()
    {
        StreamEvent<T> next = await NextAsync();
        Assert.Null(next.Notice);
        return next.Items;
    }

    /// <summary>Waits for the end of the stream, before which nothing more may come.</summary>
    public async Task EndAsync() => Assert.False(await _events.MoveNextAsync().AsTask().InTime(), "The stream goes on.");

    public void Dispose() => Subscription.Dispose();
}
