namespace KanaPerps.Valuation;

/// <summary>An open position of an account, with what values it.</summary>
internal sealed class HeldRisk : RiskEntry
{
    private readonly MarketQuote _market;
    private readonly FundingBoard _funding;
    private TimeSpan _patienceEnd;
    private RowChange _change;
    private RiskInputs? _written;

    /// <summary>Begins with a position that has come.</summary>
    /// <param name="options">How it is valued.</param>
    /// <param name="account">Its account.</param>
    /// <param name="market">Its market.</param>
    /// <param name="funding">The funding rates of its deployment.</param>
    /// <param name="position">The position.</param>
    /// <param name="now">The present moment.</param>
    public HeldRisk(RiskOptions options, RiskAccount account, MarketQuote market, FundingBoard funding, Position position, Moment now)
        : base(options)
    {
        Account = account;
        _market = market;
        _funding = funding;
        _patienceEnd = now.Elapsed + options.FirstPricePatience;
        _change = position.Change;
        Position = position;
    }

    /// <summary>Its account.</summary>
    public RiskAccount Account { get; }

    /// <summary>The position, as the venue sent it last.</summary>
    public Position Position { get; private set; }

    private bool IsClosed => _change == RowChange.Closed;

    /// <summary>Takes a change of the position.</summary>
    /// <param name="position">The position.</param>
    public void Saw(Position position)
    {
        Position = position;

        // What was not written yet is still new, and what was written is so no more, also when a whole list has it again.
        _change = position.Change == RowChange.Closed ? RowChange.Closed : _written is null ? _change : RowChange.Updated;
    }

    /// <summary>Ends the wait of its first row for price and funding rate.</summary>
    public void StopWaiting() => _patienceEnd = TimeSpan.MinValue;

    /// <summary>Until when its first row waits for price and funding rate, or null when it waits no longer.</summary>
    /// <param name="now">The present moment.</param>
    /// <returns>The end of the wait, by the monotonic clock.</returns>
    public TimeSpan? WaitsUntil(Moment now) =>
        (_market.IsSettled && _funding.IsSettled) || now.Elapsed >= _patienceEnd ? null : _patienceEnd;

    /// <summary>Whether the position or its price may be out of date.</summary>
    /// <param name="now">The present moment.</param>
    /// <returns>Whether they may.</returns>
    public bool IsStale(Moment now) => Account.IsOutOfDate || _market.IsStale(now);

    /// <summary>How much it differs from its last row.</summary>
    /// <param name="now">The present moment.</param>
    /// <returns>How much.</returns>
    public RiskDifference Difference(Moment now) =>
        _written is not { } written || IsClosed ? RiskDifference.Urgent : Inputs(now).From(written, Options.MinChangePercent);

    /// <inheritdoc/>
    public override RiskDecision Decide(Moment now) =>
        _written is null && !IsClosed && WaitsUntil(now) is { } end ? RiskDecision.HoldUntil(end) : Decide(Difference(now), now);

    /// <inheritdoc/>
    public override void Written(Moment now)
    {
        base.Written(now);
        _written = Inputs(now);
        _change = RowChange.Updated;
    }

    /// <summary>The row.</summary>
    /// <param name="now">The present moment.</param>
    /// <returns>The row.</returns>
    public PositionRisk Row(Moment now) => RiskMeter.Measure(Position, Options.PriceSource, _market.PriceFor(Position.Side, now)) with
    {
        Change = _change,
        Stale = IsStale(now),
        FundingRate = _funding.RateOf(Position.MarketId),
        Address = Position.Address ?? Account.Address,
        Wallet = Position.Wallet ?? Account.Wallet,
    };

    private RiskInputs Inputs(Moment now) => new(Position, _market.PriceFor(Position.Side), _funding.RateOf(Position.MarketId), IsStale(now));
}
