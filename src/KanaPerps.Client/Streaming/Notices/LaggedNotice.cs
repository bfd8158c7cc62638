namespace KanaPerps.Streaming;

/// <summary>The consumer was too slow, and rows were dropped to bound the memory.</summary>
public sealed record LaggedNotice : StreamNotice
{
    /// <summary>How many rows were dropped at this place.</summary>
    public required long LostRows { get; init; }

    /// <inheritdoc/>
    public override bool IsWarning => true;

    /// <inheritdoc/>
    public override string Message => FormattableString.Invariant(
        $"the pipeline is slower than the stream: {LostRows} rows were dropped here. Do less for each row, or write the rows to a file with a separate command.");
}
