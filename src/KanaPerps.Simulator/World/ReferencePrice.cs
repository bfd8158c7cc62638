namespace KanaPerps.Simulator;

/// <summary>
/// What the asset is worth elsewhere: a seeded random walk that is pulled back to where it began. Counted in thousandths of a tick, in
/// whole numbers, so that no processor's floating point has a say.
/// </summary>
internal sealed class ReferencePrice(Instrument instrument, SeededRandom random, decimal? startTicks = null)
{
    private const long Scale = 1000;

    /// <summary>Steps after which half of the way back to the anchor would be done, about.</summary>
    private const long Pull = 4000;

    private readonly long _anchor = (long)((startTicks ?? instrument.AnchorTicks) * Scale);
    private readonly long _stride = instrument.AnchorTicks * Scale / 6000;
    private readonly long _basisLimit = instrument.AnchorTicks * Scale / 1500;
    private long _index = (long)((startTicks ?? instrument.AnchorTicks) * Scale);
    private long _basis;

    /// <summary>The index price, in ticks.</summary>
    public decimal IndexTicks => (decimal)_index / Scale;

    /// <summary>The price that market makers quote around, in ticks: the index and what traders pay above it or below.</summary>
    public decimal FairTicks => (decimal)(_index + _basis) / Scale;

    /// <summary>A walk that has come to a price after some steps, the same for the same stream.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="ticks">Where the fair price is to end, in ticks.</param>
    /// <param name="steps">After how many steps.</param>
    /// <param name="newRandom">Makes the stream; it is used twice, once to see where it leads.</param>
    public static ReferencePrice EndingAt(Instrument instrument, decimal ticks, int steps, Func<SeededRandom> newRandom)
    {
        ReferencePrice rehearsal = new(instrument, newRandom(), ticks);
        for (int i = 0; i < steps; i++)
        {
            rehearsal.Advance();
        }

        return new ReferencePrice(instrument, newRandom(), ticks - (rehearsal.FairTicks - ticks));
    }

    public void Advance()
    {
        // The sum of two uniform numbers: small strides are more frequent than large ones.
        _index += random.Between(-_stride, _stride) + random.Between(-_stride, _stride) + ((_anchor - _index) / Pull);
        _basis = Math.Clamp(_basis + random.Between(-_stride / 8, _stride / 8), -_basisLimit, _basisLimit);
    }
}
