using System.Text.Json;

namespace KanaPerps.Recording;

/// <summary>What a line has of a message: the bytes as they were received.</summary>
internal static class LinePayload
{
    /// <summary>The bytes of a message or of what REST answered; empty where a string in the line can't be read.</summary>
    /// <param name="line">The line.</param>
    /// <param name="shape">Its parts.</param>
    /// <returns>The bytes.</returns>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> line, in LineShape shape)
    {
        ReadOnlySpan<byte> raw = line.Slice(shape.Payload.Start, shape.Payload.Length);
        return shape.Form == PayloadForm.Json ? raw : Unquote(raw, shape.Form);
    }

    private static ReadOnlySpan<byte> Unquote(ReadOnlySpan<byte> raw, PayloadForm form)
    {
        try
        {
            Utf8JsonReader json = new(raw);
            json.Read();
            if (form == PayloadForm.Base64)
            {
                return json.TryGetBytesFromBase64(out byte[]? bytes) ? bytes : [];
            }

            byte[] text = new byte[raw.Length];
            return text.AsSpan(0, json.CopyString(text));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return [];
        }
    }
}
