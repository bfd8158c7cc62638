using System.Threading.Channels;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Testing.Faults;
using KanaPerps.Testing.Soak;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Streaming.Redundancy;

public sealed class RedundancyTests
{
    private static readonly SubscriptionOptions s_two = new() { Redundancy = 2 };
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task A_second_connection_is_made_when_the_first_has_brought_data_and_takes_over_without_an_outage()
    {
        await using StreamFixture fixture = Fixture();
        (EventReader<FundingRate> log, ScriptedWebSocket first, ScriptedWebSocket second) = await LiveAsync(fixture);

        first.Reset();
        await second.SendTextAsync(Messages.Funding(2));
        await log.RowAsync(r => r.Rate == 2);
        ScriptedWebSocket third = await fixture.Server.AcceptSubscriberAsync();
        await third.SendTextAsync(Messages.Funding(2));
        await second.SendTextAsync(Messages.Funding(3));
        await log.RowAsync(r => r.Rate == 3);

        Assert.Equal([1m, 2m, 3m], Rates(log));
        Assert.Single(log.Notices);
        Assert.IsType<ConnectedNotice>(log.Notices.Single());
        Assert.Equal((2, 1L, 0L), (fixture.Status.Redundancy, fixture.Status.Takeovers, fixture.Status.Reconnects));
    }

    [Fact]
    public async Task What_the_lost_connection_did_not_bring_is_told_and_what_it_did_is_not_told_again()
    {
        await using StreamFixture fixture = Fixture();
        (EventReader<FundingRate> log, ScriptedWebSocket first, ScriptedWebSocket second) = await LiveAsync(fixture);

        // The first is ahead by one, then the second by two.
        await first.SendTextAsync(Messages.Funding(2));
        await log.RowAsync(r => r.Rate == 2);
        foreach (int rate in (int[])[2, 1, 2])
        {
            await second.SendHandledTextAsync(Messages.Funding(rate));
        }

        await Eventually.HoldsAsync(() => fixture.Status.Standby is not (null or "connecting"));
        first.Reset();
        await second.SendTextAsync(Messages.Funding(3));
        await log.RowAsync(r => r.Rate == 3);

        Assert.Equal([1m, 2m, 1m, 2m, 3m], Rates(log));
    }

    [Fact]
    public async Task A_connection_that_stands_and_brings_nothing_more_is_replaced_and_no_state_is_swallowed()
    {
        await using StreamFixture fixture = Fixture();
        (EventReader<FundingRate> log, ScriptedWebSocket first, ScriptedWebSocket second) = await LiveAsync(fixture);
        await first.SendTextAsync(Messages.Funding(2));
        await second.SendTextAsync(Messages.Funding(2));
        await log.RowAsync(r => r.Rate == 2);

        foreach (int rate in (int[])[1, 2, 1])
        {
            await second.SendTextAsync(Messages.Funding(rate));
        }

        await first.EndAsync();
        await Eventually.HoldsAsync(() => Rates(log).Length == 5);
        Assert.Equal([1m, 2m, 1m, 2m, 1m], Rates(log));
        Assert.Equal(1, fixture.Status.Takeovers);
    }

    [Fact]
    public async Task When_both_are_lost_it_is_an_outage_as_ever()
    {
        await using StreamFixture fixture = Fixture();
        (EventReader<FundingRate> log, ScriptedWebSocket first, ScriptedWebSocket second) = await LiveAsync(fixture);

        second.Reset();
        first.Reset();
        await log.NoticeAsync<ReconnectingNotice>();
        using CancellationTokenSource stop = new();
        Task answering = AnswerAllAsync(fixture.Server, Messages.Funding(2), stop.Token);
        await log.NoticeAsync<ReconnectedNotice>();
        await stop.CancelAsync();
        await answering;

        Assert.Equal(1, fixture.Status.Reconnects);
    }

    [Fact]
    public async Task A_row_of_a_history_is_told_once_whichever_connection_brings_it_and_a_loss_is_no_gap()
    {
        await using StreamFixture fixture = Fixture();
        await using EventReader<Fill> log = fixture.Watch(KanaTopics.Fills, "0xab", s_two);
        ScriptedWebSocket first = await fixture.Server.AcceptSubscriberAsync();
        await first.SendTextAsync(Messages.FillsBetween(1, 3));
        await log.RowsAsync();
        ScriptedWebSocket second = await fixture.Server.AcceptSubscriberAsync();
        await second.SendTextAsync(Messages.FillsBetween(1, 3));
        await second.SendTextAsync(Messages.FillsBetween(1, 4));
        await log.RowAsync(f => f.OrderId == "4");
        await first.SendTextAsync(Messages.FillsBetween(1, 4));
        await first.SendTextAsync(Messages.FillsBetween(1, 6));
        await log.RowAsync(f => f.OrderId == "6");

        // Behind the other, and with a list that the other did not have.
        await second.SendTextAsync(Messages.FillsBetween(1, 5));
        first.Reset();
        await second.SendTextAsync(Messages.FillsBetween(1, 7));
        await log.RowAsync(f => f.OrderId == "7");

        Assert.Equal(["1", "2", "3", "4", "5", "6", "7"], log.All.SelectMany(e => e.Items).Select(f => f.OrderId));
        Assert.IsType<ConnectedNotice>(Assert.Single(log.Notices));
        Assert.Equal(0, fixture.Status.Gaps);
    }

    [Fact]
    public async Task A_first_connection_that_brings_nothing_does_not_keep_the_second_from_it()
    {
        await using StreamFixture fixture = Fixture();
        await using EventReader<FundingRate> log = fixture.Watch(KanaTopics.FundingRates, options: s_two);
        await fixture.Server.AcceptSubscriberAsync();
        ScriptedWebSocket second = await fixture.Server.AcceptSubscriberAsync();
        await second.SendTextAsync(Messages.Funding(1));
        await log.RowAsync(r => r.Rate == 1);

        Assert.Empty(log.Notices.OfType<ReconnectingNotice>());
    }

    [Fact]
    public async Task A_second_connection_that_the_venue_refuses_costs_the_first_nothing()
    {
        await using StreamFixture fixture = Fixture();
        await using EventReader<FundingRate> log = fixture.Watch(KanaTopics.FundingRates, options: s_two);
        ScriptedWebSocket first = await fixture.Server.AcceptSubscriberAsync();
        await first.SendTextAsync(Messages.Funding(1));
        await fixture.Server.AnswerAsync("HTTP/1.1 403 Forbidden");
        await first.SendTextAsync(Messages.Funding(2));
        await log.RowAsync(r => r.Rate == 2);

        Assert.IsType<ConnectedNotice>(Assert.Single(log.Notices));
    }

    [Fact]
    public async Task A_second_connection_that_is_lost_is_not_named_any_more()
    {
        await using StreamFixture fixture = Fixture();
        (_, _, ScriptedWebSocket second) = await LiveAsync(fixture);
        Assert.NotEqual("connecting", fixture.Status.Standby);

        second.Reset();
        await Eventually.HoldsAsync(() => fixture.Status.Standby == "connecting");
    }

    [Fact]
    public async Task Whoever_leaves_closes_both()
    {
        await using StreamFixture fixture = Fixture();
        (EventReader<FundingRate> log, ScriptedWebSocket first, ScriptedWebSocket second) = await LiveAsync(fixture);
        log.Subscription.CloseNow();

        Assert.Equal(1000, await first.CloseSeenAsync());
        Assert.Equal(1000, await second.CloseSeenAsync());
        Assert.Empty(fixture.Manager.GetConnections());
    }

    [Fact]
    public async Task A_feed_that_is_shared_gets_a_second_connection_when_somebody_asks_for_it()
    {
        await using StreamFixture fixture = Fixture();
        (EventReader<FundingRate> log, _) = await fixture.LiveAsync();
        Assert.Equal((1, null), (fixture.Status.Redundancy, fixture.Status.Standby));

        using EventReader<FundingRate> other = fixture.Watch(KanaTopics.FundingRates, options: s_two);
        ScriptedWebSocket second = await fixture.Server.AcceptSubscriberAsync();
        await second.SendTextAsync(Messages.Funding(1));
        await Eventually.HoldsAsync(() => fixture.Status.Standby is not (null or "connecting"));
        Assert.Equal([1m], Rates(log));
    }

    [Fact]
    public async Task While_one_of_two_connections_is_cut_again_and_again_nothing_is_missing_and_nothing_is_told_twice()
    {
        CutReport report = await CutSoak.RunAsync(cuts: 8, TimeSpan.FromMilliseconds(50), redundancy: 2, new BentTime(speed: 5));

        Assert.True(report.IsWhole, $"{report}: {string.Join("; ", report.Violations)}");
        Assert.True(report is { Published: > 20, Rows: > 0, Takeovers: > 5 }, $"{report}");
    }

    // Its clock runs fast: the second connection is made a second or two after the first has data. What a busy machine takes is not measured by it.
    private static StreamFixture Fixture() => new(Patient(StreamFixture.Fast), new BentTime(speed: 20));

    private static StreamOptions Patient(StreamOptions limits) => limits with
    {
        DialTimeout = s_long,
        CloseTimeout = s_long,
        SnapshotPatience = s_long,
        FirstMessageTimeout = TimeSpan.FromMinutes(1),
    };

    private static decimal[] Rates(EventReader<FundingRate> log) => [.. log.All.SelectMany(e => e.Items).Select(r => r.Rate)];

    // A second connection that was being made when the first was lost ends before it is answered.
    private static async Task AnswerAllAsync(ScriptedServer server, string text, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                ScriptedWebSocket socket = await (await server.AcceptUntilAsync(stop)).UpgradeAsync();
                await socket.NextTextAsync();
                await socket.SendTextAsync(text);
            }
            catch (Exception e) when (e is IOException or ChannelClosedException or OperationCanceledException)
            {
            }
        }
    }

    private static async Task<(EventReader<FundingRate> Log, ScriptedWebSocket First, ScriptedWebSocket Second)> LiveAsync(StreamFixture fixture)
    {
        EventReader<FundingRate> log = fixture.Watch(KanaTopics.FundingRates, options: s_two);
        ScriptedWebSocket first = await fixture.Server.AcceptSubscriberAsync();
        await first.SendTextAsync(Messages.Funding(1));
        await log.RowAsync(r => r.Rate == 1);
        ScriptedWebSocket second = await fixture.Server.AcceptSubscriberAsync();
        await second.SendHandledTextAsync(Messages.Funding(1));
        return (log, first, second);
    }
}
