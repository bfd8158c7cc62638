using System.Text;

namespace KanaPerps.Simulator;

/// <summary>Reads the head of a request, and not a byte more than a bound.</summary>
internal static class HttpRequestReader
{
    private const int MaxHeadBytes = 16 * 1024;

    private static ReadOnlySpan<byte> EndOfHead => "\r\n\r\n"u8;

    /// <summary>Reads until the empty line.</summary>
    /// <returns>The request, or null when what came is none, is too long, or ended early.</returns>
    public static async Task<HttpRequest?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[MaxHeadBytes];
        int length = 0;
        while (length < buffer.Length)
        {
            int read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return null;
            }

            int searchFrom = Math.Max(0, length - EndOfHead.Length + 1);
            length += read;
            int end = buffer.AsSpan(searchFrom, length - searchFrom).IndexOf(EndOfHead);
            if (end >= 0)
            {
                // What follows the head is ignored: bodies are not accepted, and a WebSocket client has to wait for the answer.
                return HttpRequest.Parse(Encoding.Latin1.GetString(buffer, 0, searchFrom + end));
            }
        }

        return null;
    }
}
