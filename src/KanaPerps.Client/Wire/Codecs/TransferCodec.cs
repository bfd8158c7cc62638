namespace KanaPerps.Wire.Codecs;

/// <summary>Rows of topic <c>deposit_withdraw_history</c>.</summary>
internal sealed class TransferCodec : RowCodec<Transfer>
{
    private static readonly FieldSet s_fields = new();
    private static readonly Field s_address = s_fields.Add("address", nameof(Transfer.Address));
    private static readonly Field s_amount = s_fields.Add("amount", nameof(Transfer.Amount));
    private static readonly Field s_kind = s_fields.Add("is_deposit", nameof(Transfer.Kind));
    private static readonly Field s_timestamp = s_fields.Add("timestamp", nameof(Transfer.Timestamp));
    private static readonly Field s_lastUpdated = s_fields.Add("last_updated", nameof(Transfer.LastUpdated));
    private static readonly Field s_transactionVersion = s_fields.Add("transaction_version", nameof(Transfer.TransactionVersion));

    public TransferCodec(string? key)
        : base("deposit_withdraw_history", key, s_fields, s_address)
    {
    }

    protected override Transfer Build(in RowReader row)
    {
        return new()
        {
            Address = row.Address(s_address),
            Amount = row.Number(s_amount),
            Kind = row.Flag(s_kind) ? TransferKind.Deposit : TransferKind.Withdrawal,
            Timestamp = row.Time(s_timestamp),
            LastUpdated = row.Time(s_lastUpdated),
            TransactionVersion = row.Version(s_transactionVersion),
        };
    }
}
