using System.Buffers;
using System.Net;
using System.Text.Json;

namespace KanaPerps.Simulator;

/// <summary>The venue's envelope around every REST answer.</summary>
internal static class RestEnvelope
{
    public static HttpResponse Success(string message, Action<Utf8JsonWriter> writeData) => new(HttpStatusCode.OK, Write(true, message, writeData));

    public static HttpResponse Failure(HttpStatusCode status, string message, string? extraHeader = null) =>
        new(status, Write(false, message, writeData: null), extraHeader);

    private static byte[] Write(bool success, string message, Action<Utf8JsonWriter>? writeData)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        json.WriteBoolean("success"u8, success);
        json.WriteString("message"u8, message);
        if (writeData is not null)
        {
            json.WritePropertyName("data"u8);
            writeData(json);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
