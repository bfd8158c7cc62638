using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Valuation;

/// <summary>An account with its open positions.</summary>
internal sealed class RiskAccount : RiskEntry
{
    private readonly FeedKey _key;
    private FeedTrouble _feed;
    private DateTimeOffset _receivedAt;
    private bool _hasOtherPositions;
    private bool _isWritten;
    private bool _wasStale;

    /// <summary>Begins without a list of positions.</summary>
    /// <param name="options">How they are valued.</param>
    /// <param name="key">The feed of its positions.</param>
    public RiskAccount(RiskOptions options, FeedKey key)
        : base(options)
    {
        _key = key;
    }

    /// <summary>The profile address.</summary>
    public string Address => _key.Key ?? "";

    /// <summary>The wallet, or null when it is not known.</summary>
    public string? Wallet { get; set; }

    /// <summary>Its open positions, the longest known first.</summary>
    public List<HeldRisk> Positions { get; } = [];

    /// <summary>Whether its list of positions has come.</summary>
    public bool HasCome => _feed.HasData;

    /// <summary>Whether its list of positions may be out of date.</summary>
    public bool IsOutOfDate => _feed.IsOutOfDate;

    /// <summary>Whether it was reported that its positions are in the early encoding.</summary>
    public bool IsEarlyReported { get; set; }

    /// <summary>Takes the arrival of a list of positions, whatever changed in it.</summary>
    /// <param name="now">The present moment.</param>
    public void SawList(Moment now)
    {
        _feed.SawData(isNew: true);
        _receivedAt = now.Utc;
    }

    /// <summary>Takes a notice of its feed.</summary>
    /// <param name="notice">The notice.</param>
    /// <returns>Whether it says something of the positions.</returns>
    public bool Saw(StreamNotice notice) => _feed.Saw(notice);

    /// <summary>Adds a position that was opened.</summary>
    /// <param name="position">The position.</param>
    public void Add(HeldRisk position)
    {
        Positions.Add(position);
        _hasOtherPositions = true;
    }

    /// <summary>Removes a position that was closed.</summary>
    /// <param name="position">The position.</param>
    public void Remove(HeldRisk position)
    {
        Positions.Remove(position);
        _hasOtherPositions = true;
    }

    /// <inheritdoc/>
    public override RiskDecision Decide(Moment now)
    {
        if (!HasCome)
        {
            return RiskDecision.Forget;
        }

        if (_isWritten && IsStale(now) != _wasStale)
        {
            return RiskDecision.Write;
        }

        if (!_isWritten || _hasOtherPositions)
        {
            return Positions.Max(p => p.WaitsUntil(now)) is { } end ? RiskDecision.HoldUntil(end) : RiskDecision.Write;
        }

        RiskDifference difference = RiskDifference.None;
        foreach (HeldRisk position in Positions)
        {
            difference = position.Difference(now) is var one && one > difference ? one : difference;
        }

        return Decide(difference, now);
    }

    /// <inheritdoc/>
    public override void Written(Moment now)
    {
        base.Written(now);
        (_isWritten, _hasOtherPositions, _wasStale) = (true, false, IsStale(now));
        foreach (HeldRisk position in Positions)
        {
            position.Written(now);
        }
    }

    /// <summary>The row.</summary>
    /// <param name="now">The present moment.</param>
    /// <returns>The row.</returns>
    public AccountRisk Row(Moment now)
    {
        AccountRisk account = new()
        {
            Address = Address,
            Wallet = Wallet,
            Network = _key.Endpoint.Name,
            PriceSource = Options.PriceSource,
            Stale = IsOutOfDate,
            ReceivedAt = _receivedAt,
        };
        return RiskSums.Of(account, [.. Positions.Select(p => p.Row(now))]);
    }

    private bool IsStale(Moment now) => IsOutOfDate || Positions.Exists(p => p.IsStale(now));
}
