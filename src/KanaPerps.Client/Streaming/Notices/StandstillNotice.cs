namespace KanaPerps.Streaming;

/// <summary>Messages keep coming, and nothing in them changes: the market is quiet, or the venue has stopped updating its data.</summary>
public sealed record StandstillNotice : StreamNotice
{
    /// <summary>How many messages came since something in them changed last.</summary>
    public required long Messages { get; init; }

    /// <summary>How old the data is: by the venue's clock where it sends a time, else since it changed last.</summary>
    public required TimeSpan DataAge { get; init; }

    /// <inheritdoc/>
    public override bool IsWarning => true;

    /// <inheritdoc/>
    public override string Message => FormattableString.Invariant(
        $"{Messages} messages in a row are the same, and their data is {TimeText.Of(DataAge)} old. The market may be quiet, or the venue may have stopped updating. Compare with another market; DataAge in Get-KanaConnection shows when the data changes again.");
}
