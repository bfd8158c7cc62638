using System.Text;
using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests.Topics;

/// <summary>A venue that sends the same state again and again, byte for byte.</summary>
public sealed class RepeatedStateTests
{
    private readonly MessageCodec<FundingRate> _codec = KanaTopics.FundingRates.CreateCodec(null);
    private readonly FeedMemory<FundingRate> _memory = KanaTopics.FundingRates.CreateMemory();
    private readonly View<FundingRate> _changes = KanaTopics.FundingRates.CreateView(new SubscriptionOptions());

    [Fact]
    public void Costs_nothing_from_the_bytes_to_a_watcher_who_has_nothing_to_hear()
    {
        byte[] message = Message(20);
        for (int i = 0; i < 2; i++)
        {
            _changes.Apply(Accept(message, i));
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        IReadOnlyList<FundingRate> told = _changes.Apply(Accept(message, 2));

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Empty(told);
    }

    [Fact]
    public void And_what_is_new_is_handed_to_who_wants_every_message_as_it_is()
    {
        View<FundingRate> every = KanaTopics.FundingRates.CreateView(new SubscriptionOptions { EveryMessage = true });
        Delivery<FundingRate> delivery = Accept(Message(2), 0);
        every.Apply(delivery);
        long before = GC.GetAllocatedBytesForCurrentThread();

        IReadOnlyList<FundingRate> rows = every.Apply(delivery);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Same(delivery.Items, rows);
    }

    [Fact]
    public void Is_told_to_who_wants_every_message_with_the_time_of_each()
    {
        View<FundingRate> every = KanaTopics.FundingRates.CreateView(new SubscriptionOptions { EveryMessage = true });
        every.Apply(Accept(Message(2), 0));

        Assert.All(every.Apply(Accept(Message(2), 7)), r => Assert.Equal(At(7), r.ReceivedAt));
    }

    [Fact]
    public void Is_told_to_a_late_watcher_with_the_time_of_the_last()
    {
        Accept(Message(2), 0);
        Accept(Message(2), 7);

        IReadOnlyList<FundingRate> rows = _changes.Apply(_memory.Current!.Value);

        Assert.Equal(2, rows.Count);
        Assert.All(rows, r => Assert.Equal((RowChange.Current, At(7)), (r.Change, r.ReceivedAt)));
    }

    [Fact]
    public void Is_told_to_a_watcher_who_missed_the_first_of_them()
    {
        _changes.Apply(Accept(Message(1), 0));
        Accept(Message(2), 1);

        FundingRate told = Assert.Single(_changes.Apply(Accept(Message(2), 7)));

        Assert.Equal((RowChange.New, At(7)), (told.Change, told.ReceivedAt));
    }

    [Fact]
    public void Leaves_a_row_that_goes_with_the_time_when_it_was_last_there()
    {
        _changes.Apply(Accept(Message(2), 0));
        _changes.Apply(Accept(Message(2), 7));

        FundingRate gone = Assert.Single(_changes.Apply(Accept(Message(1), 8)));

        Assert.Equal((RowChange.Closed, At(7)), (gone.Change, gone.ReceivedAt));
    }

    private Delivery<FundingRate> Accept(byte[] message, int second) => _memory.Accept(_codec.Decode(message, At(second)), out _);

    private static DateTimeOffset At(int second) => Decode.ReceivedAt.AddSeconds(second);

    private static byte[] Message(int rows) => Encoding.UTF8.GetBytes(
        $$"""{"data":[{{string.Join(',', Enumerable.Range(1, rows).Select(i => $$"""{"market_id":"{{i}}","funding_rate":"0.{{i}}"}"""))}}]}""");
}
