namespace KanaPerps.Valuation;

/// <summary>Values positions, exactly.</summary>
internal static class RiskMeter
{
    private const decimal Half = 0.5m;

    private static readonly string[] s_fromPosition =
        [nameof(Position.Size), nameof(Position.EntryPrice), nameof(Position.LiquidationPrice), nameof(Position.Margin), nameof(Position.Leverage)];

    /// <summary>The middle of two prices, as <see cref="OrderBook.Mid"/> has it: computed exactly, and rounded where decimal can't hold it.</summary>
    /// <param name="bid">The best bid, or null.</param>
    /// <param name="ask">The best ask, or null.</param>
    /// <returns>The middle, or null when a side is missing.</returns>
    public static decimal? Mid(decimal? bid, decimal? ask)
    {
        if (bid is not { } low || ask is not { } high)
        {
            return null;
        }

        return (((ExactNumber)low + high) * Half).ToDecimalRounded(out _);
    }

    /// <summary>The price of a source, for a position of a side.</summary>
    /// <param name="source">The source.</param>
    /// <param name="side">The side of the position.</param>
    /// <param name="bid">The best bid, or null.</param>
    /// <param name="ask">The best ask, or null.</param>
    /// <param name="last">The price of the last trade, or null.</param>
    /// <returns>The price, or null when there is none.</returns>
    public static decimal? Choose(PriceSource source, PositionSide side, decimal? bid, decimal? ask, decimal? last) => source switch
    {
        PriceSource.Mid => Mid(bid, ask),
        PriceSource.Best => side == PositionSide.Long ? bid : ask,
        _ => last,
    };

    /// <summary>Values a position.</summary>
    /// <param name="position">The position.</param>
    /// <param name="source">Where the price comes from.</param>
    /// <param name="price">The price.</param>
    /// <returns>Its row, as current and not stale, without a funding rate.</returns>
    public static PositionRisk Measure(Position position, PriceSource source, in RiskPrice price)
    {
        PositionRisk row = new()
        {
            Symbol = position.Symbol,
            MarketId = position.MarketId,
            Side = position.Side,
            Size = position.Size,
            EntryPrice = position.EntryPrice,
            LiquidationPrice = position.LiquidationPrice,
            Margin = position.Margin,
            Leverage = position.Leverage,
            Price = price.Value,
            PriceSource = source,
            PriceAt = price.Value is null ? null : price.ReceivedAt,
            PriceAge = price.Value is null ? null : price.Age,
            TradeId = position.TradeId,
            Address = position.Address,
            Wallet = position.Wallet,
            Network = position.Network,
            ReceivedAt = price.ReceivedAt > position.ReceivedAt ? price.ReceivedAt.Value : position.ReceivedAt,
            InexactFields = Inexact(position, price),
            IsEarlyEncoded = EarlyEncoding.Has(position),
        };
        return price.Value is > 0 && !row.IsEarlyEncoded ? Valued(row, price.Value.Value) : row;
    }

    private static PositionRisk Valued(PositionRisk row, decimal price)
    {
        ExactNumber notional = (ExactNumber)row.Size * price;
        ExactNumber gain = (ExactNumber)row.Size * ((ExactNumber)price - row.EntryPrice);
        ExactNumber distance = (ExactNumber)price - row.LiquidationPrice;
        (gain, distance) = row.Side == PositionSide.Long ? (gain, distance) : (-gain, -distance);
        ExactNumber left = gain + row.Margin;
        row = row with
        {
            Notional = notional.ToDecimalRounded(out bool isNotionalRounded),
            UnrealizedPnl = gain.ToDecimalRounded(out bool isGainRounded),
            UnrealizedPnlPercent = row.Margin > 0 ? ExactNumber.Quotient(gain.TimesTenTo(2), row.Margin) : null,
            LiquidationDistancePercent = row.LiquidationPrice > 0 ? ExactNumber.Quotient(distance.TimesTenTo(2), price) : null,
            EffectiveLeverage = left.Sign > 0 ? ExactNumber.Quotient(notional, left) : null,
        };
        return (isNotionalRounded, isGainRounded) switch
        {
            (false, false) => row,
            (true, false) => row with { InexactFields = [.. row.InexactFields, nameof(PositionRisk.Notional)] },
            (false, true) => row with { InexactFields = [.. row.InexactFields, nameof(PositionRisk.UnrealizedPnl)] },
            _ => row with { InexactFields = [.. row.InexactFields, nameof(PositionRisk.Notional), nameof(PositionRisk.UnrealizedPnl)] },
        };
    }

    // A position has more numbers than its risk.
    private static PropertyNames Inexact(Position position, in RiskPrice price) => position.InexactFields.Count == 0 && !price.IsInexact ? [] :
    [
        .. position.InexactFields.Where(s_fromPosition.Contains),
        .. price is { IsInexact: true, Value: not null } ? [nameof(PositionRisk.Price)] : Array.Empty<string>(),
    ];
}
