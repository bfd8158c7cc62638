namespace KanaPerps.Simulator;

/// <summary>
/// What the asset is worth elsewhere: a seeded random walk that is pulled back to its anchor. Counted in thousandths of a tick, in
/// whole numbers, so that no processor's floating point has a say.
/// </summary>
internal sealed class ReferencePrice(Instrument instrument, SeededRandom random)
{
    private const long Scale = 1000;

    /// <summary>Steps after which half of the way back to the anchor would be done, about.</summary>
    private const long Pull = 4000;

    private readonly long _anchor = instrument.AnchorTicks * Scale;
    private readonly long _stride = instrument.AnchorTicks * Scale / 6000;
    private readonly long _basisLimit = instrument.AnchorTicks * Scale / 1500;
    private long _index = instrument.AnchorTicks * Scale;
    private long _basis;

    /// <summary>The index price, in ticks.</summary>
    public decimal IndexTicks => (decimal)_index / Scale;

    /// <summary>The price that market makers quote around, in ticks: the index and what traders pay above it or below.</summary>
    public decimal FairTicks => (decimal)(_index + _basis) / Scale;

    public void Advance()
    {
        // The sum of two uniform numbers: small strides are more frequent than large ones.
        _index += random.Between(-_stride, _stride) + random.Between(-_stride, _stride) + ((_anchor - _index) / Pull);
        _basis = Math.Clamp(_basis + random.Between(-_stride / 8, _stride / 8), -_basisLimit, _basisLimit);
    }
}
