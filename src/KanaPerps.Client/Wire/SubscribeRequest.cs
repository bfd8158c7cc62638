using System.Text.Json;

namespace KanaPerps.Wire;

/// <summary>The text frame that subscribes a socket.</summary>
internal static class SubscribeRequest
{
    /// <summary>Writes the request.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="keyField">The name of the key, <c>address</c> or <c>market_id</c>, or null for a topic without one.</param>
    /// <param name="key">The key as the venue is to see it; a market id is sent as a string too.</param>
    /// <returns>UTF-8.</returns>
    public static byte[] Write(string topic, string? keyField, string? key)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("topic", topic);
            if (keyField is not null)
            {
                writer.WriteString(keyField, key);
            }

            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
