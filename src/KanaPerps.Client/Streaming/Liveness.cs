namespace KanaPerps.Streaming;

/// <summary>Decides what the silence of a connection means. A pure function of elapsed times.</summary>
internal static class Liveness
{
    private static readonly TimeSpan s_longestCheckInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longestPatience = TimeSpan.FromMinutes(1);

    /// <summary>A check that comes this much too late means that the process was suspended.</summary>
    public static readonly TimeSpan SuspendedAfter = TimeSpan.FromSeconds(20);

    /// <summary>How often to check a connection, so that every deadline is met within a tenth of its length.</summary>
    /// <param name="options">The deadlines.</param>
    /// <returns>The interval.</returns>
    public static TimeSpan CheckInterval(StreamOptions options)
    {
        TimeSpan shortest = new[] { options.FirstMessageTimeout, options.StaleAfter, options.AssemblyTimeout }.Min() / 10;
        return shortest < s_longestCheckInterval ? shortest : s_longestCheckInterval;
    }

    /// <summary>Judges a connection.</summary>
    /// <param name="look">What is known of it.</param>
    /// <param name="options">The deadlines.</param>
    /// <returns>What to do.</returns>
    public static LivenessVerdict Assess(in LivenessLook look, StreamOptions options)
    {
        if (look.SinceLastCheck >= CheckInterval(options) + SuspendedAfter)
        {
            return LivenessVerdict.Suspended;
        }

        if (look.AssemblyTime > options.AssemblyTimeout)
        {
            return LivenessVerdict.StuckMessage;
        }

        if (!look.HasMessage)
        {
            return AssessSilentStart(look, options);
        }

        return !look.IsSteady ? LivenessVerdict.Fine
            : look.SinceLastMessage >= options.StaleAfter ? LivenessVerdict.Stale
            : look.SinceLastMove >= options.StaleAfter ? LivenessVerdict.Standstill
            : LivenessVerdict.Fine;
    }

    /// <summary>
    /// How long a connection waits for its first message before it subscribes again, and once more before it is given up. The first two are alike,
    /// since the second one may try the other spelling of an address; from then on each waits twice as long as the one before.
    /// </summary>
    /// <param name="silentConnections">How many connections in a row, before this one, brought no message.</param>
    /// <param name="options">The deadlines.</param>
    /// <returns>The time.</returns>
    public static TimeSpan Patience(int silentConnections, StreamOptions options)
    {
        TimeSpan longest = options.FirstMessageTimeout > s_longestPatience ? options.FirstMessageTimeout : s_longestPatience;
        TimeSpan grown = options.FirstMessageTimeout * Math.Pow(2, Math.Clamp(silentConnections - 1, 0, 20));
        return grown < longest ? grown : longest;
    }

    // For ever: a venue may take subscriptions and forget them for as long as it is being deployed, and a topic may have nothing to say for days.
    private static LivenessVerdict AssessSilentStart(in LivenessLook look, StreamOptions options)
    {
        if (look.SilentConnections > 0 && !look.IsSilenceReported && look.SinceSubscribed >= options.FirstMessageTimeout)
        {
            return LivenessVerdict.WarnOfSilence;
        }

        TimeSpan patience = Patience(look.SilentConnections, options);
        return look.SinceSubscribed < patience ? LivenessVerdict.Fine
            : look.SubscriptionsSent == 1 ? LivenessVerdict.SubscribeAgain
            : look.SinceSubscribed >= patience * 2 ? LivenessVerdict.DialAgain
            : LivenessVerdict.Fine;
    }
}
