namespace KanaPerps.Wire.Codecs;

/// <summary>What a row of REST's fetchOrderStatusById has beyond a row of <c>order_history</c>, which <see cref="OrderRecordCodec"/> reads.</summary>
internal sealed class OrderProgressCodec : RowCodec<OrderProgress>
{
    private static readonly FieldSet s_fields = new();
    private static readonly Field s_filled = s_fields.Add("total_filled", nameof(OrderDetail.FilledSize));
    private static readonly Field s_remaining = s_fields.Add("remaining_size", nameof(OrderDetail.RemainingSize));

    public OrderProgressCodec()
        : base(topic: null, key: null, s_fields, keyField: null)
    {
    }

    protected override OrderProgress Build(in RowReader row) =>
        new(row.OptionalNumber(s_filled), row.OptionalNumber(s_remaining));
}
