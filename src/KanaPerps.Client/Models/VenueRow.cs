namespace KanaPerps;

/// <summary>What every object that came from the venue carries beside the venue's own fields.</summary>
/// <remarks>Two rows are equal when the venue sent the same values: when and how a row arrived does not count.</remarks>
public abstract record VenueRow : IReceived
{
    private string _network = "";
    private DateTimeOffset _receivedAt;
    private PropertyNames _inexactFields = [];

    /// <summary>
    /// The network that it came from, or the address of another deployment. <c>-Network</c> takes it, so that an object piped to another
    /// command is looked up at the same place.
    /// </summary>
    public string Network
    {
        get => _network;
        init => _network = value;
    }

    /// <summary>When the message or answer with this row had arrived completely, in UTC, by the local clock.</summary>
    public DateTimeOffset ReceivedAt
    {
        get => _receivedAt;
        init => _receivedAt = value;
    }

    /// <summary>
    /// Names of the numeric properties that decimal could not hold exactly and that were rounded to the nearest value it can hold. Usually
    /// empty.
    /// </summary>
    public PropertyNames InexactFields
    {
        get => _inexactFields;
        init => _inexactFields = value;
    }

    // Kept here, where equality does not count it: the venue sends it in no row.
    private protected string? AccountWallet { get; init; }

    /// <summary>
    /// Whether rows of its stream may be missing before it: a notice said so in this place. It does not survive a job, a file or a conversion.
    /// </summary>
    internal bool FollowsGap { get; private init; }

    /// <summary>Marks that rows may be missing before this one.</summary>
    /// <returns>The row with its mark.</returns>
    internal VenueRow AfterGap() => this with { FollowsGap = true };

    /// <summary>Names the wallet of an account's row.</summary>
    /// <param name="wallet">The wallet, 0x and 64 lower-case digits.</param>
    /// <returns>The row with its wallet.</returns>
    internal VenueRow Of(string wallet) => this with { AccountWallet = wallet };

    /// <summary>Compares what the venue sent.</summary>
    /// <param name="other">The row to compare with.</param>
    /// <returns><see langword="true"/> when both are rows of one type; derived types add their fields.</returns>
    public virtual bool Equals(VenueRow? other) => other is not null && EqualityContract == other.EqualityContract;

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();

    /// <inheritdoc/>
    void IReceived.Stamp(string network, DateTimeOffset receivedAt, PropertyNames inexactFields)
    {
        _network = network;
        _receivedAt = receivedAt;
        _inexactFields = inexactFields;
    }
}
