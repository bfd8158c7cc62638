using System.Net;

namespace KanaPerps.Simulator;

/// <summary>A call that is refused, with the status and the words that the caller gets.</summary>
internal sealed class RestRefusalException(HttpStatusCode status, string message) : Exception(message)
{
    public HttpStatusCode Status { get; } = status;
}
