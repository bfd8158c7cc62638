using System.Collections;
using System.Globalization;
using System.Reflection;
using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.Testing.Fuzzing;

/// <summary>A codec as a feed uses it, message after message, beside one that reads each message from scratch, without the fast path.</summary>
internal abstract class CodecPair
{
    /// <summary>How many messages the fast path read.</summary>
    public int FastMessages { get; private protected set; }

    /// <summary>Has both read a message.</summary>
    /// <param name="utf8">The message.</param>
    /// <returns>What they make of it, if they differ; else null.</returns>
    public abstract (string Live, string Expected)? Compare(byte[] utf8);

    /// <summary>Makes a pair.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="key">The key subscribed to, or null.</param>
    public static CodecPair Of(Topic topic, string? key) => topic.Accept(new Factory(key));

    private static void Describe(TextWriter text, object? value)
    {
        switch (value)
        {
            case null:
                text.Write("null");
                break;
            case string s:
                text.Write('"');
                text.Write(s);
                text.Write('"');
                break;
            case IFormattable f:
                text.Write(f.ToString(null, CultureInfo.InvariantCulture));
                break;
            case OrderBook book:
                // What is sent and found; the sums and differences that follow from it are not the codec's.
                Describe(text, new object?[] { book.MarketId, book.Anomalies, book.ReceivedAt, book.Network, book.InexactFields, book.Bids, '/', book.Asks });
                break;
            case IEnumerable items:
                foreach (object? item in items)
                {
                    Describe(text, item);
                    text.Write(' ');
                }

                break;
            default:
                DescribeProperties(text, value);
                break;
        }
    }

    private static void DescribeProperties(TextWriter text, object value)
    {
        text.Write(value.GetType().Name);
        if (value is ValueType or VenueRow)
        {
            // A row of a history that is repeated arrived when it first came; one that is read from scratch is always new.
            bool isHistory = value is VenueRow and not StateRow;
            foreach (PropertyInfo property in value.GetType().GetProperties().Where(p => !isHistory || p.Name != nameof(VenueRow.ReceivedAt)))
            {
                text.Write($" {property.Name}=");
                Describe(text, property.GetValue(value));
            }
        }
        else
        {
            text.Write($" {value}");
        }
    }

    private sealed class Factory(string? key) : ITopicVisitor<CodecPair>
    {
        public CodecPair Visit<T>(Topic<T> topic)
        {
            MessageCodec<T> slow = topic.CreateCodec(key);
            slow.ReadsFromScratch = true;
            return new Typed<T>(topic.CreateCodec(key), slow);
        }
    }

    private sealed class Typed<T>(MessageCodec<T> live, MessageCodec<T> slow) : CodecPair
    {
        private DateTimeOffset _receivedAt = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

        public override (string Live, string Expected)? Compare(byte[] utf8)
        {
            _receivedAt = _receivedAt.AddSeconds(1);
            string actual = Read(live, utf8);
            string expected = Read(slow, utf8);
            FastMessages += live.TookFastPath ? 1 : 0;
            return actual == expected ? null : (actual, expected);
        }

        private string Read(MessageCodec<T> codec, byte[] utf8)
        {
            DecodedMessage<T> message = codec.Decode(utf8, _receivedAt);
            using StringWriter text = new(CultureInfo.InvariantCulture);
            Describe(text, Receipt.Renew(message.Items, message.RepeatedAt));
            text.Write($"| {message.Problem} | {message.ForeignRows} | {message.InexactNumbers}");
            return text.ToString();
        }
    }
}
