using System.Text;
using KanaPerps.Testing;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests;

/// <summary>Runs a codec over a fixture or a text.</summary>
internal static class Decode
{
    public const string EarlyAddress = "0x4d6dc68e391e86991e58ab4d548b7e92872430d1f51bc666fe0c206bad7ff770";
    public const string CurrentAddress = "0x51f531abefc697845eabae4ba20c7cc26b1f849561bb016c4d90707c4ede1912";

    public static readonly DateTimeOffset ReceivedAt = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public static DecodedMessage<T> Text<T>(MessageCodec<T> codec, string json) => codec.Decode(Encoding.UTF8.GetBytes(json), ReceivedAt);

    public static DecodedMessage<T> Sample<T>(MessageCodec<T> codec, string name) => codec.Decode(Samples.Bytes(name), ReceivedAt);

    /// <summary>The rows of a fixture in which nothing is wrong.</summary>
    public static T[] Rows<T>(MessageCodec<T> codec, string name)
    {
        DecodedMessage<T> message = Sample(codec, name);
        Assert.Null(message.Problem);
        Assert.Null(message.ForeignRows);
        Assert.Equal(0, message.InexactNumbers);
        return message.Items;
    }

    public static DateTimeOffset Seconds(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);
}
