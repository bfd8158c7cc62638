namespace KanaPerps;

/// <summary>A failure of the client, with its kind and what to do about it.</summary>
public sealed class KanaException : Exception
{
    /// <summary>Makes a failure.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="message">What happened, in a sentence.</param>
    /// <param name="nextStep">What the user can do about it, in a sentence.</param>
    /// <param name="innerException">The cause, or null.</param>
    public KanaException(KanaErrorKind kind, string message, string nextStep, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        NextStep = nextStep;
    }

    /// <summary>What went wrong.</summary>
    public KanaErrorKind Kind { get; }

    /// <summary>What the user can do about it.</summary>
    public string NextStep { get; }
}
