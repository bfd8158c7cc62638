using System.Globalization;
using System.Text.Json;
using KanaPerps.Wire;
using KanaPerps.Wire.Codecs;

namespace KanaPerps.Rest;

/// <content>What REST tells and no topic does: single orders, and funding paid.</content>
public sealed partial class KanaRestClient
{
    /// <summary>Asks for an order: <c>/fetchOrderStatusById</c>.</summary>
    /// <param name="marketId">The id of its market.</param>
    /// <param name="orderId">The order's id.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The order.</returns>
    /// <exception cref="KanaException">The venue does not know the order, or the call failed.</exception>
    public async Task<OrderDetail> GetOrderAsync(long marketId, string orderId, CancellationToken cancellation = default)
    {
        RestAnswer answer = await GetAsync("fetchOrderStatusById", cancellation, ("marketId", MarketIds.Text(marketId)), ("orderId", orderId)).ConfigureAwait(false);
        DecodedMessage<OrderRecord> orders = ReadRows(new OrderRecordCodec(key: null), answer);
        DecodedMessage<OrderProgress> progress = ReadRows(new OrderProgressCodec(), answer);
        if ((orders.Problem ?? progress.Problem) is { } problem)
        {
            throw Unreadable(answer, problem);
        }

        // Another order than the one asked for would be worse than none.
        int index = Array.FindIndex(orders.Items, o => o.OrderId == orderId && o.MarketId == marketId);
        return index < 0
            ? throw new KanaException(KanaErrorKind.NotFound, $"Order {orderId} was not found in market {marketId} on {_endpoint.Name}.", "Check the id, its market and the network.")
            : new OrderDetail(orders.Items[index])
            {
                FilledSize = progress.Items[index].Filled,
                RemainingSize = progress.Items[index].Remaining,
                InexactFields = [.. orders.Items[index].InexactFields, .. progress.Items[index].InexactFields],
            };
    }

    /// <summary>Asks for one page of the funding that a profile paid and received: <c>/getFundingHistory</c>.</summary>
    /// <param name="walletAddress">The wallet address.</param>
    /// <param name="marketId">The id of one market, or null for all.</param>
    /// <param name="offset">How many rows to pass over.</param>
    /// <param name="limit">How many rows to ask for; the venue may give fewer.</param>
    /// <param name="newestFirst">Whether the list runs from the newest row to the oldest.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The rows, in the order in which they came.</returns>
    /// <exception cref="KanaException">The text is not an address, or the call failed.</exception>
    public async Task<RestRows<FundingPayment>> GetFundingHistoryAsync(
        string walletAddress,
        long? marketId,
        long offset,
        int limit,
        bool newestFirst,
        CancellationToken cancellation = default)
    {
        RestAnswer answer = await GetAsync(
            "getFundingHistory",
            cancellation,
            ("userAddress", RequireAddress(walletAddress, out string wallet)),
            ("marketId", marketId is { } id ? MarketIds.Text(id) : null),
            ("offset", offset.ToString(CultureInfo.InvariantCulture)),
            ("limit", limit.ToString(CultureInfo.InvariantCulture)),
            ("order", newestFirst ? "desc" : "asc")).ConfigureAwait(false);
        DecodedMessage<FundingPayment> message = ReadRows(new FundingPaymentCodec(), answer);

        // With an unreadable row among them it can't be told which text belongs to which.
        return message.Problem is null
            ? new([.. message.Items.Zip(RowTexts(answer.RequireData()), (row, json) => row with { Json = json, Wallet = wallet })])
            : Rows([.. message.Items.Select(row => row with { Wallet = wallet })], answer, message.Problem);
    }

    private static List<string> RowTexts(ReadOnlyMemory<byte> data)
    {
        List<string> texts = [];
        Utf8JsonReader reader = new(data.Span);
        reader.Read();
        bool isList = reader.TokenType == JsonTokenType.StartArray;
        while (!isList || (reader.Read() && reader.TokenType != JsonTokenType.EndArray))
        {
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            texts.Add(VenueText.EscapeJson(data.Span[start..(int)reader.BytesConsumed]));
            if (!isList)
            {
                break;
            }
        }

        return texts;
    }
}
