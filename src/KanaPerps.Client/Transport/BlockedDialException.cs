namespace KanaPerps.Transport;

/// <summary>A dial that is not made, because of something on this machine that the user can mend.</summary>
internal sealed class BlockedDialException : IOException
{
    public BlockedDialException(KanaErrorKind kind, string reason, string nextStep)
        : base(reason)
    {
        Kind = kind;
        NextStep = nextStep;
    }

    /// <summary>What is wrong.</summary>
    public KanaErrorKind Kind { get; }

    /// <summary>What the user can do about it.</summary>
    public string NextStep { get; }
}
