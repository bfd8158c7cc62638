namespace KanaPerps;

/// <summary>A row of a list of which the venue always sends the whole current state.</summary>
public abstract record StateRow : VenueRow
{
    /// <summary>What happened to this row since the last look. Computed by the module, not sent by the venue.</summary>
    public RowChange Change { get; init; }

    // A string of a row that is gone must not read as if it were there.
    private protected string ClosedMark => Change == RowChange.Closed ? " (closed)" : "";

    /// <inheritdoc cref="VenueRow.Equals(VenueRow?)"/>
    public virtual bool Equals(StateRow? other) => base.Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode();
}
