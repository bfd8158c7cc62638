namespace KanaPerps.Simulator;

/// <summary>One market: its book, its tape and its prices.</summary>
internal sealed class SimulatedMarket
{
    private const int TapeCapacity = 50;

    public SimulatedMarket(Instrument instrument, VenueClock clock, IMatchListener listener, ReferencePrice reference, FundingState funding)
    {
        Instrument = instrument;
        Book = new LimitOrderBook(clock, listener);
        Reference = reference;
        Funding = funding;
    }

    public Instrument Instrument { get; }

    public LimitOrderBook Book { get; }

    public ReferencePrice Reference { get; }

    public FundingState Funding { get; }

    /// <summary>The latest fills, of both sides of each match, the newest first.</summary>
    public RecentRows<FillRecord> Tape { get; } = new(TapeCapacity);

    /// <summary>The price at which positions are judged: the middle of the book, or what makers quote around while a side is missing.</summary>
    public decimal MarkTicks => Book.Bids.Best is PriceLevel bid && Book.Asks.Best is PriceLevel ask
        ? (bid.PriceTicks + ask.PriceTicks) / 2m
        : Reference.FairTicks;
}
