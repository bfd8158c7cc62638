namespace KanaPerps.Streaming;

/// <summary>
/// A list of a history does not reach back to the newest row known before, although the connection was not lost: rows between the two
/// may be missing. It stands before the rows of that list.
/// </summary>
public sealed record GapNotice : StreamNotice
{
    /// <summary>
    /// From when on rows may be missing, in UTC: when the list before had been received, or the time of the newest row known by then if
    /// that is earlier.
    /// </summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>How many lists in a row had this trouble, while the consumer had not read of the first.</summary>
    public int Count { get; init; } = 1;

    /// <summary>
    /// Whether gaps of this feed are told no more until a list repeats a row: none has so far, as if the venue sent each row once. Then no list says
    /// whether rows are missing.
    /// </summary>
    public bool IsLast { get; init; }

    /// <inheritdoc/>
    public override bool IsWarning => true;

    /// <inheritdoc/>
    public override string Message =>
        FormattableString.Invariant($"rows between {From:u} and {At:u} may be missing: the venue's list does not reach back to the last row received before.")
        + (IsLast ? " No list of this feed has repeated a row so far, so the venue may send each row once. Further gaps are not reported until a list repeats a row." : "");
}
