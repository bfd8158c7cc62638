namespace KanaPerps;

/// <summary>A market of the venue: from the built-in table, or from the venue's <c>getMarketInfo</c> or <c>allMarkets</c>.</summary>
public sealed record Market : IReceived
{
    private string _network = "";
    private PropertyNames _inexactFields = [];
    private DateTimeOffset? _receivedAt;

    /// <summary>
    /// The symbol, such as APT-USD. With <c>-Live</c>, the venue's APT/USDC becomes APT-USD if the market is in the built-in table.
    /// </summary>
    public required string Symbol { get; init; }

    /// <summary>The market's id. It changes when the venue re-creates the market. Wire: <c>market_id</c>.</summary>
    public required long MarketId { get; init; }

    /// <summary>The network that the id belongs to, or the address of another deployment. <c>-Network</c> takes it.</summary>
    public string Network
    {
        get => _network;
        init => _network = value;
    }

    /// <summary>The venue's name for the pair, such as APT/USDC, or null when unknown. Wire: <c>base_name</c>.</summary>
    public string? BaseName { get; init; }

    /// <summary>Fraction digits of a price, or null when unknown. Wire: <c>quote_precision</c>.</summary>
    public int? PriceDecimals { get; init; }

    /// <summary>Decimals of the base asset's smallest unit, or null when unknown. Wire: <c>base_decimals</c>.</summary>
    public int? BaseDecimals { get; init; }

    /// <summary>Decimals of the quote asset's smallest unit, or null when unknown. Wire: <c>quote_decimals</c>.</summary>
    public int? QuoteDecimals { get; init; }

    /// <summary>The smallest step of a price, in the quote currency, or null when unknown. <see cref="RawTickSize"/> in human units.</summary>
    public decimal? TickSize => DecimalRange.Whole(RawTickSize, PriceDecimals);

    /// <summary>The smallest step of a size, in the base asset, or null when unknown. <see cref="RawLotSize"/> in human units.</summary>
    public decimal? LotSize => DecimalRange.Whole(RawLotSize, BaseDecimals);

    /// <summary>The smallest order, in the base asset, or null when unknown.</summary>
    public decimal? MinSize => DecimalRange.Product(MinLots, LotSize);

    /// <summary>The largest order, in the base asset, or null when unknown.</summary>
    public decimal? MaxSize => DecimalRange.Product(MaxLots, LotSize);

    /// <summary>The tick as the venue sends it, in units of the last price decimal, or null when unknown. Wire: <c>tick_size</c>.</summary>
    public decimal? RawTickSize { get; init; }

    /// <summary>The lot as the venue sends it, in smallest units of the base asset, or null when unknown. Wire: <c>lot_size</c>.</summary>
    public decimal? RawLotSize { get; init; }

    /// <summary>The smallest order in lots, or null when unknown. Wire: <c>min_lots</c>.</summary>
    public decimal? MinLots { get; init; }

    /// <summary>The largest order in lots, or null when unknown. Wire: <c>max_lots</c>.</summary>
    public decimal? MaxLots { get; init; }

    /// <summary>The highest leverage, or null when unknown. Wire: <c>max_leverage</c>.</summary>
    public decimal? MaxLeverage { get; init; }

    /// <summary>The maintenance margin in basis points, or null when unknown. Wire: <c>maintenance_margin</c>.</summary>
    public decimal? MaintenanceMargin { get; init; }

    /// <summary>The address of the market's object on the ledger, or null when unknown. Wire: <c>market_address</c>.</summary>
    public string? MarketAddress { get; init; }

    /// <summary>Names of the numeric properties that decimal could not hold exactly and that were rounded. Usually empty.</summary>
    public PropertyNames InexactFields
    {
        get => _inexactFields;
        init => _inexactFields = value;
    }

    /// <summary>When a live answer had arrived, in UTC, or null for a row of the built-in table.</summary>
    public DateTimeOffset? ReceivedAt
    {
        get => _receivedAt;
        init => _receivedAt = value;
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Symbol} ({MarketId})");

    /// <inheritdoc/>
    void IReceived.Stamp(string network, DateTimeOffset receivedAt, PropertyNames inexactFields)
    {
        _network = network;
        _receivedAt = receivedAt;
        _inexactFields = inexactFields;
    }
}
