namespace KanaPerps.Simulator;

/// <summary>
/// The venue's arithmetic. The early encoding writes money as whole millionths, so there the venue also counts in them: a reader
/// who adds up the rows gets what the ledger has. The current encoding has room for exact fees.
/// </summary>
internal sealed class SettlementRules(SimulatorEncoding encoding)
{
    private const decimal TakerRate = 0.0005m;

    private readonly int _costDecimals = encoding == SimulatorEncoding.Early ? 6 : 12;

    /// <summary>The taker's fee on a value. Makers pay none.</summary>
    public decimal TakerFee(decimal value) => encoding == SimulatorEncoding.Early ? Math.Round(value * TakerRate, 6) : value * TakerRate;

    /// <summary>The cost of a part of a position. What rounding takes from the part stays with the rest: the sum is exact.</summary>
    public decimal CostOf(long lots, HeldPosition position) =>
        lots == position.Lots ? position.Cost : Math.Round(position.Cost * lots / position.Lots, _costDecimals);
}
