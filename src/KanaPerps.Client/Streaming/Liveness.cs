namespace KanaPerps.Streaming;

/// <summary>What the silence of a connection means. Pure: elapsed times in, verdict out.</summary>
internal static class Liveness
{
    private static readonly TimeSpan s_longestLookInterval = TimeSpan.FromSeconds(5);

    /// <summary>A look that comes this much too late means that the process itself stood still.</summary>
    public static readonly TimeSpan SuspendedAfter = TimeSpan.FromSeconds(20);

    /// <summary>How often to look at a connection, so that every deadline is met within a tenth of itself.</summary>
    /// <param name="options">The deadlines.</param>
    /// <returns>The interval.</returns>
    public static TimeSpan LookInterval(StreamOptions options)
    {
        TimeSpan shortest = new[] { options.FirstMessageTimeout, options.StaleAfter, options.AssemblyTimeout }.Min() / 10;
        return shortest < s_longestLookInterval ? shortest : s_longestLookInterval;
    }

    /// <summary>Judges a connection.</summary>
    /// <param name="look">What is known of it.</param>
    /// <param name="options">The deadlines.</param>
    /// <returns>What to do.</returns>
    public static LivenessVerdict Judge(in LivenessLook look, StreamOptions options)
    {
        if (look.SinceLastLook >= LookInterval(options) + SuspendedAfter)
        {
            return LivenessVerdict.Suspended;
        }

        if (look.AssemblyTime > options.AssemblyTimeout)
        {
            return LivenessVerdict.StuckMessage;
        }

        if (!look.HasMessage)
        {
            return JudgeSilentStart(look, options);
        }

        return look.IsSteady && look.SinceLastMessage >= options.StaleAfter ? LivenessVerdict.Stale : LivenessVerdict.Fine;
    }

    // Subscribe again, then dial again, then tell the user and stay: the topic may simply have nothing to say yet.
    private static LivenessVerdict JudgeSilentStart(in LivenessLook look, StreamOptions options)
    {
        if (look.SinceSubscribed < options.FirstMessageTimeout)
        {
            return LivenessVerdict.Fine;
        }

        if (look.SilentConnections > 0)
        {
            return LivenessVerdict.WarnOfSilence;
        }

        return look.SubscriptionsSent == 1 ? LivenessVerdict.SubscribeAgain
            : look.SinceSubscribed >= options.FirstMessageTimeout * 2 ? LivenessVerdict.DialAgain
            : LivenessVerdict.Fine;
    }
}
