using System.Globalization;
using System.Net;
using System.Text;

namespace KanaPerps.Simulator;

/// <summary>An answer with a JSON body, after which the connection ends.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body.</param>
/// <param name="ExtraHeader">One more header line without its end, or null.</param>
internal sealed record HttpResponse(HttpStatusCode Status, byte[] Body, string? ExtraHeader = null)
{
    private string Reason => Status switch
    {
        HttpStatusCode.OK => "OK",
        HttpStatusCode.BadRequest => "Bad Request",
        HttpStatusCode.Unauthorized => "Unauthorized",
        HttpStatusCode.NotFound => "Not Found",
        HttpStatusCode.MethodNotAllowed => "Method Not Allowed",
        _ => "Upgrade Required",
    };

    public async Task WriteAsync(Stream stream, bool withBody, CancellationToken cancellationToken)
    {
        StringBuilder head = new();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {(int)Status} {Reason}\r\n");
        head.Append("Content-Type: application/json; charset=utf-8\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n");
        head.Append("Connection: close\r\n");
        if (ExtraHeader is not null)
        {
            head.Append(ExtraHeader).Append("\r\n");
        }

        head.Append("\r\n");
        byte[] headBytes = Encoding.ASCII.GetBytes(head.ToString());
        byte[] all = withBody ? [.. headBytes, .. Body] : headBytes;
        await stream.WriteAsync(all, cancellationToken).ConfigureAwait(false);
    }
}
