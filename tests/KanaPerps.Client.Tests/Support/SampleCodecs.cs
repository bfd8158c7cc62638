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
    public static (object[] Rows, WireProblem? Problem) Decode(string sample, string json)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(json);
        return sample switch
        {
            _ when Has("positions") => Run(new PositionCodec(null), utf8),
            _ when Has("open_orders") => Run(new OpenOrderCodec(null), utf8),
            _ when Has("trade_history") => Run(new FillCodec(null), utf8),
            _ when Has("order_history") => Run(new OrderRecordCodec(null), utf8),
            _ when Has("recent_trades") => Run(new TradeCodec(null), utf8),
            _ when Has("live_funding_rate") => Run(new FundingRateCodec(null), utf8),
            _ when Has("deposit_withdraw_history") => Run(new TransferCodec(null), utf8),
            _ when Has("orderbook") => Run(new LevelCodec(null), utf8),
            _ => throw new ArgumentException($"No codec is known for {sample}.", nameof(sample)),
        };

        bool Has(string topic) => sample.Contains($"ws-{topic}", StringComparison.Ordinal);
    }

    private static (object[] Rows, WireProblem? Problem) Run<T>(MessageCodec<T> codec, byte[] utf8)
    {
        DecodedMessage<T> message = codec.Decode(utf8, Tests.Decode.ReceivedAt);
        return ([.. message.Items.Select(i => i is WireLevel level ? level with { InexactFields = [] } : (object)i!)], message.Problem);
    }
}
