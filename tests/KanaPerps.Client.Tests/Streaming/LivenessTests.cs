using KanaPerps.Streaming;

namespace KanaPerps.Client.Tests.Streaming;

public sealed class LivenessTests
{
    // A connection that has just brought a message.
    private static readonly LivenessLook s_fine = new()
    {
        SinceLastCheck = Seconds(1),
        SinceSubscribed = Seconds(60),
        SinceLastMessage = Seconds(1),
        SinceLastMove = Seconds(0),
        AssemblyTime = null,
        HasMessage = true,
        SubscriptionsSent = 1,
        SilentConnections = 0,
        IsSilenceReported = false,
        IsSteady = true,
    };

    private static readonly LivenessLook s_mute = s_fine with { HasMessage = false, SinceSubscribed = Seconds(5), SinceLastMessage = Seconds(5) };

    internal static TheoryData<LivenessVerdict, LivenessLook> Table => new()
    {
        { LivenessVerdict.Fine, s_fine },
        { LivenessVerdict.Fine, s_fine with { SinceLastMessage = Seconds(29.9) } },
        { LivenessVerdict.Stale, s_fine with { SinceLastMessage = Seconds(30) } },
        { LivenessVerdict.Fine, s_fine with { SinceLastMessage = Seconds(86_400), IsSteady = false } },
        { LivenessVerdict.Fine, s_fine with { AssemblyTime = Seconds(30) } },
        { LivenessVerdict.StuckMessage, s_fine with { AssemblyTime = Seconds(30.1) } },
        { LivenessVerdict.StuckMessage, s_mute with { AssemblyTime = Seconds(30.1) } },
        { LivenessVerdict.Fine, s_fine with { SinceLastCheck = Seconds(20.9) } },
        { LivenessVerdict.Suspended, s_fine with { SinceLastCheck = Seconds(21) } },
        { LivenessVerdict.Suspended, s_mute with { SinceLastCheck = Seconds(60), SinceSubscribed = Seconds(65), AssemblyTime = Seconds(60) } },
        { LivenessVerdict.Fine, s_mute },
        { LivenessVerdict.SubscribeAgain, s_mute with { SinceSubscribed = Seconds(10) } },
        { LivenessVerdict.Fine, s_mute with { SinceSubscribed = Seconds(11), SubscriptionsSent = 2 } },
        { LivenessVerdict.DialAgain, s_mute with { SinceSubscribed = Seconds(20), SubscriptionsSent = 2 } },
        { LivenessVerdict.Fine, s_mute with { SilentConnections = 1 } },
        { LivenessVerdict.WarnOfSilence, s_mute with { SinceSubscribed = Seconds(10), SilentConnections = 1 } },
        { LivenessVerdict.WarnOfSilence, s_mute with { SinceSubscribed = Seconds(10_000), SilentConnections = 3 } },
        { LivenessVerdict.SubscribeAgain, s_mute with { SinceSubscribed = Seconds(10), SilentConnections = 1, IsSilenceReported = true } },
        { LivenessVerdict.Fine, s_mute with { SinceSubscribed = Seconds(19), SilentConnections = 1, IsSilenceReported = true, SubscriptionsSent = 2 } },
        { LivenessVerdict.DialAgain, s_mute with { SinceSubscribed = Seconds(20), SilentConnections = 1, IsSilenceReported = true, SubscriptionsSent = 2 } },
        { LivenessVerdict.Fine, s_mute with { SinceSubscribed = Seconds(19), SilentConnections = 2, IsSilenceReported = true } },
        { LivenessVerdict.SubscribeAgain, s_mute with { SinceSubscribed = Seconds(20), SilentConnections = 2, IsSilenceReported = true } },
        { LivenessVerdict.DialAgain, s_mute with { SinceSubscribed = Seconds(120), SilentConnections = 1_000, IsSilenceReported = true, SubscriptionsSent = 2 } },
        { LivenessVerdict.Standstill, s_fine with { SinceLastMove = Seconds(30) } },
        { LivenessVerdict.Fine, s_fine with { SinceLastMove = Seconds(29.9) } },
        { LivenessVerdict.Fine, s_fine with { SinceLastMove = Seconds(30), IsSteady = false } },
        { LivenessVerdict.Stale, s_fine with { SinceLastMove = Seconds(90), SinceLastMessage = Seconds(31) } },
    };

    [Fact]
    public void Every_silence_has_its_verdict() => Assert.All(
        Table,
        row => Assert.Equal(row.Data.Item1, Liveness.Assess(row.Data.Item2, new StreamOptions())));

    [Fact]
    public void The_deadlines_are_looked_at_ten_times_each_and_at_least_every_five_seconds()
    {
        Assert.Equal(Seconds(1), Liveness.CheckInterval(new StreamOptions()));
        Assert.Equal(Seconds(0.2), Liveness.CheckInterval(new StreamOptions { StaleAfter = Seconds(2) }));
        StreamOptions patient = new() { StaleAfter = Seconds(900), FirstMessageTimeout = Seconds(900), AssemblyTimeout = Seconds(900) };
        Assert.Equal(Seconds(5), Liveness.CheckInterval(patient));
    }

    [Fact]
    public void The_pauses_of_an_unanswered_subscription_grow_to_a_minute_and_never_end() => Assert.Equal(
        [10, 10, 20, 40, 60, 60, 60],
        new[] { 0, 1, 2, 3, 4, 5, 1_000_000 }.Select(n => Liveness.Patience(n, new StreamOptions()).TotalSeconds));

    [Fact]
    public void A_client_that_waits_longer_for_a_first_message_than_a_minute_keeps_to_that() =>
        Assert.Equal(Seconds(300), Liveness.Patience(7, new StreamOptions { FirstMessageTimeout = Seconds(300) }));

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
