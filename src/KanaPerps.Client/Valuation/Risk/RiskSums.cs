namespace KanaPerps.Valuation;

/// <summary>Adds up the positions of an account.</summary>
internal static class RiskSums
{
    /// <summary>Makes the row of an account.</summary>
    /// <param name="account">A row with what is known of the account itself.</param>
    /// <param name="positions">Its open positions.</param>
    /// <returns>The row.</returns>
    public static AccountRisk Of(AccountRisk account, IReadOnlyList<PositionRisk> positions)
    {
        ExactNumber? longs = 0m;
        ExactNumber? shorts = 0m;
        ExactNumber? margin = 0m;
        ExactNumber? gain = 0m;
        PositionRisk? nearest = null;
        foreach (PositionRisk position in positions)
        {
            (longs, shorts) = position.Side == PositionSide.Long
                ? (Add(longs, position.Notional), shorts)
                : (longs, Add(shorts, position.Notional));
            margin = Add(margin, position.IsEarlyEncoded ? null : position.Margin);
            gain = Add(gain, position.UnrealizedPnl);
            nearest = position.LiquidationDistancePercent is { } distance && (nearest is null || distance < nearest.LiquidationDistancePercent) ? position : nearest;
        }

        List<string> inexact = [];
        return account with
        {
            Positions = positions.Count,
            Valued = positions.Count(p => p.IsValued),
            LongNotional = Round(longs, nameof(AccountRisk.LongNotional), inexact),
            ShortNotional = Round(shorts, nameof(AccountRisk.ShortNotional), inexact),
            NetNotional = Round(longs - shorts, nameof(AccountRisk.NetNotional), inexact),
            GrossNotional = Round(longs + shorts, nameof(AccountRisk.GrossNotional), inexact),
            Margin = Round(margin, nameof(AccountRisk.Margin), inexact),
            UnrealizedPnl = Round(gain, nameof(AccountRisk.UnrealizedPnl), inexact),
            NearestLiquidationPercent = nearest?.LiquidationDistancePercent,
            NearestSymbol = nearest is null ? null : nearest.Symbol ?? MarketIds.Text(nearest.MarketId),
            NearestSide = nearest?.Side,
            Stale = account.Stale || positions.Any(p => p.Stale),
            PriceAge = positions.Max(p => p.PriceAge),
            ReceivedAt = positions.Aggregate(account.ReceivedAt, (latest, p) => p.ReceivedAt > latest ? p.ReceivedAt : latest),
            InexactFields = [.. inexact],
        };
    }

    private static decimal? Round(in ExactNumber? sum, string name, List<string> inexact)
    {
        bool isRounded = false;
        decimal? value = sum?.ToDecimalRounded(out isRounded);
        if (isRounded)
        {
            inexact.Add(name);
        }

        return value;
    }

    private static ExactNumber? Add(in ExactNumber? sum, decimal? value) => value is { } known ? sum + known : null;
}
