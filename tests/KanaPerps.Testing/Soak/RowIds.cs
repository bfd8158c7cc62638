using System.Globalization;
using System.Text.Json;

namespace KanaPerps.Testing.Soak;

/// <summary>
/// Names rows, once from the exchange's own JSON and once from the client's models, by ways that share no code, so that the two can
/// be compared.
/// </summary>
internal static class RowIds
{
    public static string Of(Trade row) => Join(row.TransactionVersion, row.TradeId, (int)row.OrderType, row.Price, row.Size, row.Fee, row.Pnl);

    public static string Of(Fill row) => Join(row.TransactionVersion, row.TradeId, (int)row.OrderType, row.Price, row.Size, row.Fee, row.Pnl);

    public static string Of(OrderRecord row) => Join(row.OrderId, row.Status, row.LastUpdated?.ToUnixTimeSeconds(), row.TransactionVersion);

    public static string Of(Transfer row) => Join(row.TransactionVersion, row.Amount, row.Kind == TransferKind.Deposit);

    public static string Of(Position row) => Join(row.TradeId, row.Size, row.EntryPrice, row.Margin, row.AvailableOrderSize);

    public static string Of(OpenOrder row) => Join(row.OrderId, row.RemainingSize, row.Price);

    public static string Of(FundingRate row) => Join(row.MarketId, row.Rate, row.FundingTimestamp?.ToUnixTimeSeconds() ?? 0);

    public static string OfFill(JsonElement row) => Join(row, "transaction_version", "trade_id", "order_type", "price", "size", "fee", "pnl");

    public static string OfOrder(JsonElement row) => Join(row, "order_id", "status", "last_updated", "transaction_version");

    public static string OfTransfer(JsonElement row) => Join(row, "transaction_version", "amount", "is_deposit");

    public static string OfPosition(JsonElement row) => Join(row, "trade_id", "size", "entry_price", "margin", "available_order_size");

    public static string OfOpenOrder(JsonElement row) => Join(row, "order_id", "remaining_size", "price");

    public static string OfFunding(JsonElement row) => Join(row, "market_id", "funding_rate", "funding_timestamp");

    /// <summary>
    /// The order that a row of the order history is of. The venue's list holds each order once, in its latest status, so statuses that an
    /// order passed through while the client was not connected can't be had; the order itself can.
    /// </summary>
    public static string OrderOf(string rowId) => rowId[..rowId.IndexOf('|', StringComparison.Ordinal)];

    private static string Join(JsonElement row, params string[] names) => string.Join('|', names.Select(n => row.TryGetProperty(n, out JsonElement value) ? value.ToString() : ""));

    private static string Join(params object?[] values) => string.Join('|', values.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture)));
}
