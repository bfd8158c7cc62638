using KanaPerps.Wire;

namespace KanaPerps.Transport;

/// <summary>Why a connection ended, or never came about.</summary>
/// <param name="Kind">What went wrong.</param>
/// <param name="Reason">What happened, in a few words that fit after "lost:".</param>
/// <param name="NextStep">What the user can do about it.</param>
internal sealed record Loss(KanaErrorKind Kind, string Reason, string NextStep)
{
    /// <summary>Whether dialling again can't help, so that the feed ends.</summary>
    public bool IsFault { get; init; }

    /// <summary>
    /// Whether the peer answered with nonsense. It may be a passing fault of something in between, so it becomes a fault only
    /// when it happens again and again.
    /// </summary>
    public bool IsProtocolViolation { get; init; }

    /// <summary>How long the venue asked to stay away, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether to dial again without a delay: the connection itself did nothing wrong.</summary>
    public bool IsRetriedAtOnce { get; init; }

    /// <summary>How long the connection may have been gone when that was noticed.</summary>
    public TimeSpan Unnoticed { get; init; }

    /// <summary>The close code of the peer, or null when it sent none.</summary>
    public int? CloseCode { get; init; }

    /// <summary>The cause, or null.</summary>
    public Exception? Cause { get; init; }

    /// <summary>The cause if all of it may be shown, or null.</summary>
    public Exception? PrintableCause => IsPrintable(Cause) ? Cause : null;

    /// <summary>A loss after which the feed reconnects.</summary>
    /// <param name="reason">What happened.</param>
    public static Loss Passing(string reason) => new(KanaErrorKind.ConnectFailed, reason, "Nothing to do: the stream reconnects by itself");

    public KanaException ToException() => new(Kind, $"The stream ended: {Reason}.", NextStep, PrintableCause);

    // The framework quotes what the peer had sent, and whoever shows an error in full shows its causes too.
    private static bool IsPrintable(Exception? cause) =>
        cause is null || (ReferenceEquals(VenueText.Escape(cause.Message), cause.Message) && IsPrintable(cause.InnerException));
}
