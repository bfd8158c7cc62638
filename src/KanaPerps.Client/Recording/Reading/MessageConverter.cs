using System.Text.Json;
using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.Recording;

/// <summary>Turns messages of a topic into models, each by itself: nothing is remembered from one to the next.</summary>
internal abstract class MessageConverter
{
    /// <summary>Makes a converter.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="key">The key that the messages were sent for, in the form in which keys compare, or null for any.</param>
    /// <param name="network">What the rows say of where they came from.</param>
    /// <returns>The converter.</returns>
    public static MessageConverter Of(Topic topic, string? key, string network) => topic.Accept(new Factory(key, network));

    /// <summary>The topic that a message names.</summary>
    /// <param name="utf8">The message.</param>
    /// <returns>The topic's name, or null.</returns>
    public static string? TopicOf(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(utf8);
            return json.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("message", out JsonElement name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The market that the first row of a message names.</summary>
    /// <param name="utf8">The message.</param>
    /// <returns>The market's id, or null.</returns>
    public static string? MarketOf(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(utf8);
            return json.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("data", out JsonElement rows) && rows.ValueKind == JsonValueKind.Array
                && rows.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } row
                && row.TryGetProperty("market_id", out JsonElement id)
                && MarketIds.Read(id.ToString()) is { } market ? MarketIds.Text(market) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Converts a message.</summary>
    /// <param name="utf8">The message.</param>
    /// <param name="receivedAt">When it was received.</param>
    /// <param name="problems">What could not be used of it.</param>
    /// <returns>The rows.</returns>
    public abstract IReadOnlyList<object> Convert(ReadOnlySpan<byte> utf8, DateTimeOffset receivedAt, out IReadOnlyList<WireProblem> problems);

    private sealed class Factory(string? key, string network) : ITopicVisitor<MessageConverter>
    {
        public MessageConverter Visit<T>(Topic<T> topic)
        {
            MessageCodec<T> codec = topic.CreateCodec(key);
            codec.Network = network;
            codec.ReadsFromScratch = true;
            return new Converter<T>(codec);
        }
    }

    private sealed class Converter<T>(MessageCodec<T> codec) : MessageConverter
    {
        public override IReadOnlyList<object> Convert(ReadOnlySpan<byte> utf8, DateTimeOffset receivedAt, out IReadOnlyList<WireProblem> problems)
        {
            DecodedMessage<T> message = codec.Decode(utf8, receivedAt);
            problems = [.. new[] { message.Problem, message.ForeignRows }.OfType<WireProblem>()];
            return message.IsReadable ? (IReadOnlyList<object>)(object)message.Items : [];
        }
    }
}
