using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Streaming;

public sealed class SubscriptionGroupTests : IDisposable
{
    private readonly SubscriptionGroup _group = new();
    private readonly QueueFixture<Fill> _fills;
    private readonly QueueFixture<Position> _positions;

    public SubscriptionGroupTests()
    {
        _fills = new(KanaTopics.Fills, group: _group);
        _positions = new(KanaTopics.Positions, group: _group);
    }

    [Fact]
    public void Rows_and_notices_of_several_topics_are_read_in_the_order_in_which_they_came()
    {
        _positions.Post(Rows.Position("1"));
        _fills.Post(Rows.Fill("a", 1), Rows.Fill("b", 2));
        _positions.PostConnected();
        _fills.PostBad();
        _fills.Post(Rows.Fill("c", 3));
        _positions.Post(Rows.Position("1"), Rows.Position("2"));

        Assert.Equal(["position 1", "a,b", "ConnectedNotice", "BadMessageNotice", "c", "position 2"], ReadAll());
    }

    [Fact]
    public void A_loss_of_rows_stands_where_the_rows_would_have_been()
    {
        using QueueFixture<Fill> small = new(KanaTopics.Fills, capacity: 1, group: _group);
        small.Post(Rows.Fill("lost", 1));
        _positions.Post(Rows.Position("1"));
        small.Post(Rows.Fill("kept", 2));

        Assert.Equal(["LaggedNotice", "position 1", "kept"], ReadAll(small));
    }

    [Fact]
    public void A_snapshot_that_gave_way_to_a_newer_one_holds_nothing_up()
    {
        _positions.Post(Rows.Position("1"));
        _fills.Post(Rows.Fill("a", 1));
        _positions.Time.Advance(QueueFixture<Position>.Patience * 2);
        _positions.Post(Rows.Position("2"));

        Assert.Equal(["a", "position 2"], ReadAll());
    }

    [Fact]
    public async Task A_reader_wakes_for_each_member()
    {
        Task<bool> wait = WaitAsync();
        _fills.PostConnected();
        Assert.True(await wait);
        Assert.Equal(["ConnectedNotice"], ReadAll());

        wait = WaitAsync();
        _positions.PostConnected();
        Assert.True(await wait);
    }

    [Fact]
    public void A_wait_does_not_begin_while_something_is_there()
    {
        // Posted rows do not wake the reader by themselves.
        _fills.Post(Rows.Fill("a", 1));
        Assert.True(_group.Wait(TimeSpan.Zero, CancellationToken.None));

        // Neither does what a look at the order has taken from the queue.
        Assert.NotNull(_group.Next());
        Assert.True(_group.Wait(TimeSpan.Zero, CancellationToken.None));

        ReadAll();
        Assert.False(_group.Wait(TimeSpan.Zero, CancellationToken.None));
    }

    [Fact]
    public void A_member_that_was_left_is_not_read_any_more()
    {
        _fills.Post(Rows.Fill("a", 1));
        _positions.Post(Rows.Position("1"));
        Assert.NotNull(_group.Next());
        _fills.Dispose();
        _group.Remove(_fills.Subscription);

        Assert.Equal(["position 1"], ReadAll());
        Assert.False(_fills.Subscription.TryRead(out _));
    }

    [Fact]
    public void A_feed_that_ends_after_the_group_was_given_up_does_no_harm()
    {
        _group.Dispose();
        _fills.PostDisconnected();

        Assert.True(_fills.Subscription.TryRead(out _));
    }

    public void Dispose()
    {
        _fills.Dispose();
        _positions.Dispose();
        _group.Dispose();
    }

    private Task<bool> WaitAsync() =>
        Task.Run(() => _group.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);

    private List<string> ReadAll(QueueFixture<Fill>? more = null)
    {
        List<string> read = [];
        while (_group.Next() is { } next)
        {
            read.Add(
                next == more?.Subscription ? Read(more.Subscription, f => f.OrderId!)
                : next == _fills.Subscription ? Read(_fills.Subscription, f => f.OrderId!)
                : Read(_positions.Subscription, p => $"position {p.TradeId}"));
        }

        return read;
    }

    private static string Read<T>(Subscription<T> subscription, Func<T, string> say)
    {
        Assert.True(subscription.TryRead(out StreamEvent<T> next));
        return next.Notice?.GetType().Name ?? string.Join(',', next.Items.Select(say));
    }
}
