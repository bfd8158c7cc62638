using KanaPerps.Alerts;

namespace KanaPerps.Client.Tests.Alerts;

public sealed class AlertTrackerTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Several_levels_crossed_at_once_give_one_alert_of_the_deepest()
    {
        Job job = new(new() { Property = "P", Below = [10, 2, 5] });
        Assert.Equal([5], job.LevelsOf(12, 4));
    }

    [Fact]
    public void A_deeper_level_gives_its_own_alert_later_and_a_shallower_one_does_not()
    {
        Job job = new(new() { Property = "P", Below = [10, 5] });
        Assert.Equal([10, 5], job.LevelsOf(9, 4, 9, 4, 8));
    }

    [Fact]
    public void A_level_is_crossed_by_a_value_beyond_it_and_armed_by_one_on_the_other_side_and_neither_by_the_level_itself()
    {
        Job job = new(new() { Property = "P", Below = [10] });
        Assert.Empty(job.LevelsOf(10));
        Assert.Equal([10], job.LevelsOf(9.999m, 10, 9));
        Assert.Equal([10], job.LevelsOf(10.001m, 9));
    }

    [Fact]
    public void Levels_are_armed_again_beyond_the_re_arm_value_alone()
    {
        Job job = new(new() { Property = "P", Below = [10, 5], RearmAbove = 15 });
        Assert.Equal([10], job.LevelsOf(9, 14, 9, 15, 9));
        Assert.Equal([10, 5], job.LevelsOf(15.1m, 9, 4));
    }

    [Fact]
    public void Levels_above_work_the_other_way_round()
    {
        Job job = new(new() { Property = "P", Above = [20, 30], RearmBelow = 15 });
        Assert.Equal([30], job.LevelsOf(31, 16, 40));
        Assert.Equal([20, 30], job.LevelsOf(14, 21, 31));
    }

    [Fact]
    public void A_funding_rate_that_changes_its_sign_gives_an_alert_each_time_and_none_for_where_it_begins()
    {
        Job job = new(new() { Property = "Rate", Above = [0], Below = [0], ChangeOnly = true });
        Assert.Equal(
            [AlertDirection.Below, AlertDirection.Above],
            job.AlertsOf(0.01m, 0.02m, -0.01m, 0, -0.02m, 0.01m).Select(a => a.Direction!.Value));
    }

    [Fact]
    public void What_crosses_a_level_within_the_least_time_comes_after_it_if_it_is_still_beyond()
    {
        Job job = new(new() { Property = "P", Below = [10, 5], MinInterval = TimeSpan.FromSeconds(3) });
        Alert[] alerts = [.. job.AlertsOf(9, 4, 4, 4)];
        Assert.Equal([(10m, 0), (5m, 3)], alerts.Select(a => (a.Level!.Value, (a.At - s_noon).Seconds)));
        Assert.Equal(0, alerts[1].Suppressed);
    }

    [Fact]
    public void What_crossed_a_level_and_left_it_within_the_least_time_is_counted()
    {
        Job job = new(new() { Property = "P", Below = [10], MinInterval = TimeSpan.FromSeconds(5) });
        Alert[] alerts = [.. job.AlertsOf(9, 11, 9, 11, 9, 11, 9, 9)];
        Assert.Equal([0, 6], alerts.Select(a => (a.At - s_noon).Seconds));
        Assert.Equal([0, 2], alerts.Select(a => a.Suppressed));
    }

    [Fact]
    public void Stale_data_is_not_judged_and_leaves_the_levels_as_they_are()
    {
        Job job = new(new() { Property = "P", Below = [10] });
        Assert.Equal([10], job.LevelsOf(9));
        Assert.Null(job.Stale().Alert);
        Assert.Empty(job.LevelsOf(8));
    }

    [Fact]
    public void Data_that_becomes_stale_gives_one_alert_until_it_is_current_again()
    {
        Job job = new(new() { Stale = true });
        Assert.Equal(AlertKind.Stale, job.Stale().Alert?.Kind);
        Assert.Null(job.Stale().Alert);
        job.Current();
        Assert.Equal(AlertKind.Stale, job.Stale().Alert?.Kind);
    }

    [Fact]
    public void Silence_is_told_although_an_alert_has_just_come()
    {
        Job job = new(new() { Property = "P", Below = [10], MinInterval = TimeSpan.FromHours(1), Stale = true });
        Assert.Equal([10], job.LevelsOf(9));
        Assert.NotNull(job.Stale().Alert);
    }

    [Fact]
    public void A_key_that_is_gone_is_a_new_one_when_it_comes_again()
    {
        Job job = new(new() { Property = "P", Below = [10] });
        Assert.Equal([10], job.LevelsOf(9));
        job.Close();
        Assert.Equal([10], job.LevelsOf(8));
    }

    [Fact]
    public void What_was_not_accepted_has_not_happened()
    {
        AlertTracker tracker = new(new() { Property = "P", Below = [10] });
        Assert.NotNull(tracker.Judge("A", s_noon, 9, null).Alert);
        Assert.NotNull(tracker.Judge("A", s_noon, 9, null).Alert);
    }

    [Fact]
    public void A_key_about_which_nothing_is_known_takes_no_room()
    {
        AlertTracker tracker = new(new() { Property = "P", Below = [10] });
        tracker.Accept(tracker.Judge("A", s_noon, 11, null));
        Assert.Empty(tracker.Keys);
    }

    [Theory]
    [InlineData("There is no level")]
    [InlineData("There is no property", 10.0)]
    [InlineData("-RearmAbove 9 is not above", 10.0, null, 9.0)]
    [InlineData("-RearmAbove arms the levels of -Below", null, 10.0, 9.0)]
    [InlineData("-RearmBelow 11 is not below", null, 10.0, null, 11.0)]
    [InlineData("-RearmBelow arms the levels of -Above", 10.0, null, null, 11.0)]
    [InlineData("A value between 9 and 10", 10.0, 9.0)]
    public void A_rule_that_makes_no_sense_says_why(string says, double? below = null, double? above = null, double? rearmAbove = null, double? rearmBelow = null)
    {
        AlertRule rule = new()
        {
            Property = says.Contains("property", StringComparison.Ordinal) ? null : "P",
            Below = below is { } low ? [(decimal)low] : [],
            Above = above is { } high ? [(decimal)high] : [],
            RearmAbove = (decimal?)rearmAbove,
            RearmBelow = (decimal?)rearmBelow,
        };
        Assert.StartsWith(says, rule.Mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void A_re_arm_value_may_be_the_first_level_itself_and_both_sides_may_meet()
    {
        Assert.Null(new AlertRule { Property = "P", Below = [5, 10], Above = [10], RearmAbove = 10, RearmBelow = 10 }.Mistake);
        Assert.Null(new AlertRule { Stale = true }.Mistake);
    }

    [Fact]
    public void An_alert_reads_well_in_a_string()
    {
        Alert alert = new Job(new() { Property = "Mid", Below = [5.75m] }).AlertsOf(5.7m).Single();
        Assert.Equal("2026-11-26 12:00:00Z APT-USD: Mid is 5.7, below 5.75", alert.ToString());
        Assert.Equal("2026-11-26 12:00:00Z Mid is 3.333333333333, below 5.75", (alert with { Key = "", Value = 10m / 3 }).ToString());
        string address = "0x" + new string('1', 64);
        Assert.Equal($"2026-11-26 12:00:00Z APT-USD, Long, {AccountAddress.Shorten(address)}: Mid is 5.7, below 5.75", (alert with { Key = $"APT-USD, Long, {address}" }).ToString());
    }

    /// <summary>A job with one key, to which something comes each second.</summary>
    private sealed class Job(AlertRule rule)
    {
        private const string Key = "APT-USD";
        private readonly AlertTracker _tracker = new(rule);
        private int _second;

        public IEnumerable<decimal> LevelsOf(params decimal[] values) => [.. AlertsOf(values).Select(a => a.Level!.Value)];

        public IEnumerable<Alert> AlertsOf(params decimal[] values) =>
            [.. values.Select(value => Accept(_tracker.Judge(Key, Now(), value, null)).Alert).OfType<Alert>()];

        public AlertDecision Stale() => Accept(_tracker.JudgeStale(Key, Key, Now(), null));

        public void Current() => Accept(_tracker.Judge(Key, Now(), null, null));

        public void Close() => Accept(_tracker.Forget(Key));

        private DateTimeOffset Now() => s_noon.AddSeconds(_second++);

        private AlertDecision Accept(AlertDecision decision)
        {
            _tracker.Accept(decision);
            return decision;
        }
    }
}
