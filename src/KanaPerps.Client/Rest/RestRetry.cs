namespace KanaPerps.Rest;

/// <summary>A call that failed in a way that may pass, and is going to be made again.</summary>
/// <param name="Call">The call's name, such as getPositions.</param>
/// <param name="Attempt">How many times it has been made so far.</param>
/// <param name="Delay">How long until it is made again.</param>
/// <param name="Reason">What happened, as a sentence.</param>
public sealed record RestRetry(string Call, int Attempt, TimeSpan Delay, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Reason} Retrying {Call} in {Delay.TotalSeconds:0.##} s (attempt {Attempt + 1}).");
}
