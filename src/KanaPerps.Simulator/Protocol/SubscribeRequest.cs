using System.Text.Json;

namespace KanaPerps.Simulator;

/// <summary>What a client asks for in a text frame.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Address">The address as it was written, or null.</param>
/// <param name="MarketId">The market id, which clients send as a string, or null.</param>
internal sealed record SubscribeRequest(string Topic, string? Address, string? MarketId)
{
    /// <summary>Reads a frame.</summary>
    /// <returns>The request, or null for whatever is none: the venue stays silent then.</returns>
    public static SubscribeRequest? Parse(ReadOnlyMemory<byte> frame)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(frame, new JsonDocumentOptions { MaxDepth = 8 });
            JsonElement root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && TextOf(root, "topic") is string topic
                ? new SubscribeRequest(topic, TextOf(root, "address"), TextOf(root, "market_id"))
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with half of a surrogate pair.
            return null;
        }
    }

    private static string? TextOf(JsonElement request, string name) =>
        request.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
