using System.Text;
using KanaPerps.Testing;
using KanaPerps.Wire;
using KanaPerps.Wire.Codecs;

namespace KanaPerps.Client.Tests;

/// <summary>The codec that belongs to each WebSocket fixture, with its rows brought into a form that compares by value.</summary>
internal static class SampleCodecs
{
    /// <summary>The fixtures of one message each.</summary>
    public static TheoryData<string> Messages => new(Samples.Names("*ws-*.json").Where(n => !n.Contains("subscribe", StringComparison.Ordinal)));

    /// <summary>Decodes a message like the fixture it was made of.</summary>
    /// <returns>The rows, and what was wrong.</returns>
    public static (object[] Rows, WireProblem? Problem) Decode(string sample, string json) => Run(sample, json) is [var (rows, problem, _)] ? (rows, problem) : default;

    /// <summary>Decodes messages like the fixture they were made of, one after the other.</summary>
    /// <returns>Whether the last one was read without the judge.</returns>
    public static bool ReadsFast(string sample, params string[] messages) => Run(sample, messages)[^1].Fast;

    private static List<(object[] Rows, WireProblem? Problem, bool Fast)> Run(string sample, params string[] messages)
    {
        return sample switch
        {
            _ when Has("positions") => Run(new PositionCodec(null), messages),
            _ when Has("open_orders") => Run(new OpenOrderCodec(null), messages),
            _ when Has("trade_history") => Run(new FillCodec(null), messages),
            _ when Has("order_history") => Run(new OrderRecordCodec(null), messages),
            _ when Has("recent_trades") => Run(new TradeCodec(null), messages),
            _ when Has("live_funding_rate") => Run(new FundingRateCodec(null), messages),
            _ when Has("deposit_withdraw_history") => Run(new TransferCodec(null), messages),
            _ when Has("orderbook") => Run(new OrderBookCodec(null), messages),
            _ => throw new ArgumentException($"No codec is known for {sample}.", nameof(sample)),
        };

        bool Has(string topic) => sample.Contains($"ws-{topic}", StringComparison.Ordinal);
    }

    private static List<(object[] Rows, WireProblem? Problem, bool Fast)> Run<T>(MessageCodec<T> codec, string[] messages)
    {
        List<(object[] Rows, WireProblem? Problem, bool Fast)> results = [];
        foreach (string json in messages)
        {
            DecodedMessage<T> message = codec.Decode(Encoding.UTF8.GetBytes(json), Tests.Decode.ReceivedAt);
            object[] rows = [.. message.Items.SelectMany(i => i is OrderBook book ? [book.Anomalies, .. book.GetLevels()] : new object[] { i! })];
            results.Add((rows, message.Problem, codec.TookFastPath));
        }

        return results;
    }
}
