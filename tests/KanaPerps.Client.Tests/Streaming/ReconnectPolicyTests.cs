using KanaPerps.Streaming;
using KanaPerps.Transport;

namespace KanaPerps.Client.Tests.Streaming;

public sealed class ReconnectPolicyTests
{
    private const double AlmostOne = 0.999_999_999;

    private static readonly Loss s_drop = Loss.Passing("dropped");
    private static readonly Loss s_violation = s_drop with { IsProtocolViolation = true };

    private readonly ReconnectPolicy _policy = new(new StreamOptions());

    [Fact]
    public void The_ceiling_doubles_from_half_a_second_to_thirty()
    {
        double[] ceilings = [.. Enumerable.Range(0, 10).Select(_ => Fail(AlmostOne))];

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 30, 30, 30, 30], ceilings.Select(c => Math.Round(c, 3)));
        Assert.Equal(10, _policy.Attempt);
    }

    [Fact]
    public void A_bound_of_its_own_counts_where_it_is_less_than_that_of_the_options()
    {
        ReconnectPolicy own = new(new StreamOptions(), TimeSpan.FromSeconds(1));
        ReconnectPolicy options = new(new StreamOptions { BackoffMax = TimeSpan.FromSeconds(1) }, TimeSpan.FromMinutes(1));
        for (int i = 0; i < 10; i++)
        {
            Assert.InRange(own.Next(s_drop, TimeSpan.Zero, hadData: false, AlmostOne)!.Value.TotalSeconds, 0.4, 1);
            Assert.InRange(options.Next(s_drop, TimeSpan.Zero, hadData: false, AlmostOne)!.Value.TotalSeconds, 0.4, 1);
        }
    }

    [Fact]
    public void The_jitter_is_full_from_nothing_to_the_ceiling()
    {
        Fail(0);
        Fail(0);

        Assert.Equal(0, Fail(0));
        Assert.Equal(2, Fail(0.5), 3);
    }

    [Fact]
    public void Thousands_of_failures_stay_at_the_ceiling()
    {
        for (int i = 0; i < 5_000; i++)
        {
            Assert.InRange(Fail(AlmostOne), 0.4, 30);
        }
    }

    [Theory]
    [InlineData(10, true, 1)]
    [InlineData(3600, true, 1)]
    [InlineData(9.99, true, 5)]
    [InlineData(10, false, 5)]
    [InlineData(3600, false, 5)]
    [InlineData(0, true, 5)]
    public void Only_a_connection_that_lived_and_brought_data_starts_the_delays_anew(double uptime, bool hadData, int attempt)
    {
        for (int i = 0; i < 4; i++)
        {
            Fail(0.5);
        }

        _policy.Next(s_drop, TimeSpan.FromSeconds(uptime), hadData, 0.5);

        Assert.Equal(attempt, _policy.Attempt);
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(0.01, 0.25)]
    [InlineData(299, 299)]
    [InlineData(301, 300)]
    [InlineData(1e9, 300)]
    [InlineData(-1e9, 0.25)]
    public void The_venues_wish_is_honoured_up_to_five_minutes(double asked, double expected) =>
        Assert.Equal(expected, _policy.Next(s_drop with { RetryAfter = TimeSpan.FromSeconds(asked) }, TimeSpan.Zero, false, 0.5)!.Value.TotalSeconds, 3);

    [Fact]
    public void A_fault_ends_the_feed() => Assert.Null(_policy.Next(s_drop with { IsFault = true }, TimeSpan.Zero, false, 0.5));

    [Fact]
    public void Three_violations_in_a_row_end_the_feed()
    {
        Assert.NotNull(Next(s_violation));
        Assert.NotNull(Next(s_violation));
        Assert.Null(Next(s_violation));
    }

    [Fact]
    public void Violations_with_something_else_between_them_do_not()
    {
        for (int i = 0; i < 10; i++)
        {
            Assert.NotNull(Next(s_violation));
            Assert.NotNull(Next(s_violation));
            Assert.NotNull(Next(s_drop));
        }
    }

    [Fact]
    public void A_loss_that_was_our_own_doing_is_dialled_again_at_once() =>
        Assert.Equal(TimeSpan.Zero, _policy.Next(s_drop with { IsRetriedAtOnce = true }, TimeSpan.Zero, false, AlmostOne));

    [Fact]
    public void The_bounds_are_those_of_the_options()
    {
        ReconnectPolicy policy = new(new StreamOptions { BackoffBase = TimeSpan.FromSeconds(3), BackoffMax = TimeSpan.FromSeconds(5) });

        Assert.Equal(1.5, policy.Next(s_drop, TimeSpan.Zero, false, 0.5)!.Value.TotalSeconds, 3);
        Assert.Equal(2.5, policy.Next(s_drop, TimeSpan.Zero, false, 0.5)!.Value.TotalSeconds, 3);
    }

    private TimeSpan? Next(Loss loss) => _policy.Next(loss, TimeSpan.Zero, hadData: false, 0.5);

    private double Fail(double chance) => _policy.Next(s_drop, TimeSpan.Zero, hadData: false, chance)!.Value.TotalSeconds;
}
