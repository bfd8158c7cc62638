using System.Globalization;
using System.Text;
using KanaPerps.Simulator;
using KanaPerps.Topics;

namespace KanaPerps.Benchmarks;

/// <summary>Messages of every topic, as the simulated exchange sends them one after the other.</summary>
internal static class CodecTraffic
{
    /// <summary>The profile whose account topics are listened to.</summary>
    public static string Account { get; } = SimulatedExchange.ProfileAddressOf("0xa1")!;

    /// <summary>The market whose topics are listened to.</summary>
    public const string Market = "14";

    private const int Steps = 400;
    private const int Messages = 256;
    private const int Levels = 20;

    /// <summary>The key that a topic is listened to with.</summary>
    /// <param name="topic">The topic.</param>
    public static string? KeyOf(Topic topic) => topic.KeyKind switch
    {
        TopicKeyKind.Market => Market,
        TopicKeyKind.Address => Account,
        _ => null,
    };

    /// <summary>What the exchange sends of a topic.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="key">The market or address, or null.</param>
    /// <returns>Some messages in their order.</returns>
    public static byte[][] Of(string topic, string? key)
    {
        List<byte[]> messages = [];
        using SimulatedExchange exchange = SimulatedExchange.Start(new SimulatorOptions { Manual = true });
        using (exchange.Tap(topic, key, m => messages.Add(m.ToArray())))
        {
            exchange.Step(Steps);
        }

        return [.. messages.TakeLast(Messages)];
    }

    /// <summary>Books of 20 levels in the venue's documented form.</summary>
    /// <param name="movingLevels">How many levels differ from the book before.</param>
    public static byte[][] Books(int movingLevels)
    {
        Random random = new(7);
        (int Size, int Second)[] levels = new (int, int)[Levels];
        byte[][] messages = new byte[Messages][];
        for (int i = -1; i < Messages; i++)
        {
            for (int change = 0; change < (i < 0 ? Levels : movingLevels); change++)
            {
                int place = movingLevels == Levels || i < 0 ? change : random.Next(Levels);
                levels[place] = (random.Next(100_000, 499_999), i);
            }

            if (i >= 0)
            {
                messages[i] = Encoding.UTF8.GetBytes(Book(levels));
            }
        }

        return messages;
    }

    private static string Book((int Size, int Second)[] levels)
    {
        StringBuilder json = new("{\"data\":[");
        for (int place = 0; place < Levels; place++)
        {
            bool isAsk = place < Levels / 2;
            int price = isAsk ? 5_501 + place : 5_499 - (place - (Levels / 2));
            json.Append(place == 0 ? "" : ",").Append(
                CultureInfo.InvariantCulture,
                $"{{\"is_ask\":{(isAsk ? "true" : "false")},\"last_updated\":\"{1_747_382_402 + levels[place].Second}\",\"market_id\":\"{Market}\",\"price\":\"{price / 1000m}\",\"size\":\"{levels[place].Size}\"}}");
        }

        return json.Append("],\"message\":\"orderbook\"}").ToString();
    }
}
