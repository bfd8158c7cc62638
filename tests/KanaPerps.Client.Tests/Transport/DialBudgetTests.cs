using KanaPerps.Testing;
using KanaPerps.Transport;
using Microsoft.Extensions.Time.Testing;

namespace KanaPerps.Client.Tests.Transport;

public sealed class DialBudgetTests
{
    private static readonly Uri s_venue = new("wss://example.org/ws/");
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_full_bucket_gives_its_tokens_at_once_and_then_one_each_refill()
    {
        TokenBucket bucket = new(3, s_second);

        Assert.Equal([0, 0, 0, 1, 2, 3], Enumerable.Range(0, 6).Select(_ => bucket.Take(TimeSpan.Zero).TotalSeconds));
    }

    [Fact]
    public void Time_refills_a_bucket_to_the_brim_and_not_beyond()
    {
        TokenBucket bucket = new(3, s_second);
        for (int i = 0; i < 6; i++)
        {
            bucket.Take(TimeSpan.Zero);
        }

        Assert.Equal([0, 0, 0, 1], Enumerable.Range(0, 4).Select(_ => bucket.Take(s_second * 100).TotalSeconds));
    }

    [Fact]
    public void A_token_that_is_on_its_way_is_waited_for_no_longer_than_it_takes()
    {
        TokenBucket bucket = new(1, s_second);
        bucket.Take(TimeSpan.Zero);

        Assert.Equal(0.75, bucket.Take(s_second * 0.25).TotalSeconds);
        Assert.Equal(0, bucket.Take(s_second * 5).TotalSeconds);
    }

    [Fact]
    public void A_feed_dials_at_most_six_times_in_its_first_ten_seconds()
    {
        TokenBucket dials = new(3, TimeSpan.FromSeconds(3.5));
        int count = 0;
        for (TimeSpan now = TimeSpan.Zero; now < s_second * 10; now += dials.Take(now))
        {
            count++;
        }

        // The last one taken lies beyond the ten seconds.
        Assert.InRange(count - 1, 3, 6);
    }

    [Fact]
    public async Task All_feeds_of_a_host_share_one_budget_and_other_hosts_have_their_own()
    {
        FakeTimeProvider time = new();
        DialBudget budget = new(time);
        await EmptyAsync(budget);

        Task waiting = budget.TakeAsync(new Uri("wss://EXAMPLE.org/other"), CancellationToken.None);
        Assert.True(budget.TakeAsync(new Uri("wss://example.org:8443/ws/"), CancellationToken.None).IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));

        await waiting.InTime();
    }

    [Fact]
    public async Task Who_stops_waiting_takes_nothing_from_those_who_wait_on()
    {
        FakeTimeProvider time = new();
        DialBudget budget = new(time);
        await EmptyAsync(budget);
        using CancellationTokenSource leave = new();
        Task[] crowd = [.. Enumerable.Range(0, 1000).Select(_ => budget.TakeAsync(s_venue, leave.Token))];
        Task patient = budget.TakeAsync(s_venue, CancellationToken.None);

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(crowd).InTime());
        time.Advance(TimeSpan.FromMilliseconds(100));

        await patient.InTime();
    }

    private static async Task EmptyAsync(DialBudget budget)
    {
        for (int i = 0; i < 40; i++)
        {
            Task take = budget.TakeAsync(s_venue, CancellationToken.None);
            Assert.True(take.IsCompleted);
            await take;
        }
    }
}
