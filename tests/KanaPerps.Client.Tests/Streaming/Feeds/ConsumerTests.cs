using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Streaming.Feeds;

/// <summary>Consumers that are slower than the venue.</summary>
public sealed class ConsumerTests
{
    private const int Burst = 100_000;

    [Fact]
    public async Task A_burst_of_a_hundred_thousand_messages_waits_within_bounds_and_every_row_is_told_or_counted_as_lost()
    {
        const int Capacity = 1000;
        await using StreamFixture fixture = new(StreamFixture.Fast with { QueueCapacity = Capacity });
        using Subscription<Fill> blocked = fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.Fills, Decode.EarlyAddress);
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();

        // In pieces of a thousand frames: a test need not wait for a hundred thousand calls of the system.
        for (int i = 0; i < Burst; i += 1000)
        {
            await socket.SendRawAsync([.. Enumerable.Range(i, 1000).SelectMany(id => Frame.OfText(Messages.Fills(id)))]);
        }

        // Nothing is read yet. Then silence, and the consumer comes back.
        await Eventually.HoldsAsync(() => fixture.Status.Messages == Burst);
        (long rows, long lost, int notices) = Drain(blocked);
        Assert.Equal((Capacity, Burst - Capacity), (rows, lost));
        Assert.Equal((Burst - Capacity, 2), (fixture.Status.Lagged, notices));

        // And nothing waits any more.
        Assert.False(blocked.TryRead(out _));
        await socket.SendTextAsync(Messages.Fills(Burst));
        Assert.True(blocked.Wait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        Assert.Equal((1, 0, 0), Drain(blocked));
    }

    [Fact]
    public async Task A_consumer_that_blocks_its_thread_costs_the_others_nothing_and_the_socket_lives()
    {
        await using StreamFixture fixture = new(StreamFixture.Fast with { SnapshotCapacity = 1, KeepAliveInterval = TimeSpan.FromMilliseconds(50), KeepAliveTimeout = TimeSpan.FromSeconds(1) });
        using ManualResetEventSlim release = new();
        using Subscription<FundingRate> blocked = fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.FundingRates);
        Thread consumer = new(() => ReadUntil(blocked, 20, release));
        (EventReader<FundingRate> log, ScriptedWebSocket socket) = await fixture.LiveAsync();
        consumer.Start();

        // For much longer than a pong may take.
        for (int i = 2; i <= 20; i++)
        {
            await socket.NextPingAsync();
            await socket.NextPingAsync();
            await socket.SendTextAsync(Messages.Funding(i));
            await log.RowAsync(r => r.Rate == i);
        }

        Assert.Equal((1, ConnectionState.Live), (fixture.Server.ConnectionCount, fixture.Status.State));
        Assert.InRange(fixture.Status.Merged, 17, 20);
        release.Set();
        Assert.True(consumer.Join(TimeSpan.FromSeconds(20)));
    }

    // Holds its thread at the first row until it is released, then reads up to a certain one.
    private static void ReadUntil(Subscription<FundingRate> subscription, decimal last, ManualResetEventSlim release)
    {
        while (subscription.Wait(TimeSpan.FromSeconds(20), CancellationToken.None))
        {
            while (subscription.TryRead(out StreamEvent<FundingRate> next))
            {
                if (next.Items.Any(r => r.Rate == last))
                {
                    return;
                }

                if (next.Items.Count > 0)
                {
                    release.Wait();
                }
            }
        }
    }

    private static (long Rows, long Lost, int OtherNotices) Drain(Subscription<Fill> subscription)
    {
        (long rows, long lost, int notices) = (0, 0, 0);
        while (subscription.TryRead(out StreamEvent<Fill> next))
        {
            rows += next.Items.Count;
            lost += next.Notice is LaggedNotice lagged ? lagged.LostRows : 0;
            notices += next.Notice is null ? 0 : 1;
        }

        return (rows, lost, notices);
    }
}
