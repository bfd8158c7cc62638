using System.Globalization;

namespace KanaPerps.Simulator;

/// <summary>What is fixed about a market. Prices are counted in ticks and sizes in lots: whole numbers, so that nothing rounds.</summary>
internal sealed class Instrument
{
    /// <summary>The margin that keeps a position alive, as a share of its value.</summary>
    public const decimal MaintenanceMargin = 0.025m;

    /// <summary>The highest leverage.</summary>
    public const int MaxLeverage = 20;

    public Instrument(Market mainnet, Market testnet, int number, long anchorTicks, long minLots)
    {
        Symbol = mainnet.Symbol;
        BaseName = mainnet.Symbol.Replace("-USD", "/USDC", StringComparison.Ordinal);
        MainnetId = Text(mainnet.MarketId);
        TestnetId = Text(testnet.MarketId);
        Number = number;
        PriceDecimals = mainnet.PriceDecimals!.Value;
        BaseDecimals = mainnet.BaseDecimals!.Value;
        QuoteDecimals = mainnet.QuoteDecimals!.Value;
        RawLotSize = (long)mainnet.RawLotSize!.Value;
        Tick = new decimal(1, 0, 0, false, (byte)PriceDecimals);
        Lot = new decimal((int)RawLotSize, 0, 0, false, (byte)BaseDecimals);
        Unit = Tick * Lot;
        AnchorTicks = anchorTicks;
        MinLots = minLots;
    }

    public string Symbol { get; }

    /// <summary>The venue's name for the pair, such as APT/USDC.</summary>
    public string BaseName { get; }

    /// <summary>The market's id as it stands on the wire.</summary>
    public string MainnetId { get; }

    /// <summary>Its id on the testnet, likewise.</summary>
    public string TestnetId { get; }

    /// <summary>The place in the table, from 1.</summary>
    public int Number { get; }

    public int PriceDecimals { get; }

    public int BaseDecimals { get; }

    public int QuoteDecimals { get; }

    /// <summary>A lot in the smallest units of the base asset.</summary>
    public long RawLotSize { get; }

    /// <summary>The price step in quote units.</summary>
    public decimal Tick { get; }

    /// <summary>The size step in base units.</summary>
    public decimal Lot { get; }

    /// <summary>What one lot is worth at a price of one tick, in quote units.</summary>
    public decimal Unit { get; }

    /// <summary>The price that the reference price returns to in the long run.</summary>
    public long AnchorTicks { get; }

    /// <summary>The smallest order.</summary>
    public long MinLots { get; }

    /// <summary>Whether funding was never settled when the venue opens; the venue shows 0 for the time then.</summary>
    public bool IsNew => Symbol == "SOL-USD";

    /// <summary>The largest order.</summary>
    public long MaxLots { get; } = 150_000_000;

    public string IdOn(KanaNetwork network) => network == KanaNetwork.Testnet ? TestnetId : MainnetId;

    /// <summary>Price times size, exactly.</summary>
    public decimal Value(long priceTicks, long lots) => Unit * priceTicks * lots;

    /// <summary>The lots that come closest to a value from below, at the price around which the market moves.</summary>
    public long LotsWorth(decimal value) => Math.Clamp((long)(value / (Unit * AnchorTicks)), MinLots, MaxLots);

    /// <summary>A distance in ticks that is the given share of the price, at least one.</summary>
    public long Distance(long hundredThousandths) => Math.Max(1, AnchorTicks * hundredThousandths / 100_000);

    private static string Text(long marketId) => marketId.ToString(CultureInfo.InvariantCulture);
}
