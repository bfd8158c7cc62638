namespace KanaPerps.Wire.Codecs;

/// <summary>The number of REST's balance calls, wrapped as an object's <c>amount</c>.</summary>
internal sealed class BalanceCodec : RowCodec<Balance>
{
    private static readonly FieldSet s_fields = new();
    private static readonly Field s_amount = s_fields.Add("amount", nameof(Balance.Amount));

    private readonly BalanceKind _kind;
    private readonly string _wallet;

    /// <summary>Makes a codec.</summary>
    /// <param name="kind">The balance that was asked for: the answer does not name it.</param>
    /// <param name="wallet">The wallet, padded and in lower case.</param>
    public BalanceCodec(BalanceKind kind, string wallet)
        : base(topic: null, key: null, s_fields, keyField: null)
    {
        _kind = kind;
        _wallet = wallet;
    }

    protected override Balance Build(in RowReader row) => new()
    {
        Kind = _kind,
        Amount = row.Number(s_amount),
        WalletAddress = _wallet,
    };
}
