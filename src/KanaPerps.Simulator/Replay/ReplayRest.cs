using System.Collections.Concurrent;
using System.Net;

namespace KanaPerps.Simulator.Replay;

/// <summary>The answers of REST that a recording has.</summary>
internal sealed class ReplayRest
{
    private readonly ConcurrentDictionary<string, byte[]> _answers = new(StringComparer.Ordinal);

    /// <summary>Adds an answer. A later one to the same call replaces it.</summary>
    /// <param name="call">The path and the query, with or without the slash in front.</param>
    /// <param name="body">The answer.</param>
    public void Add(string call, byte[] body)
    {
        if (HttpRequest.Parse($"GET {(call.StartsWith('/') ? call : $"/{call}")} HTTP/1.1") is { } request)
        {
            _answers[KeyOf(request)] = body;
        }
    }

    /// <summary>Answers a call.</summary>
    public HttpResponse Answer(HttpRequest request) =>
        request.Method is not ("GET" or "HEAD") ? RestEnvelope.Failure(HttpStatusCode.MethodNotAllowed, "Method not allowed", "Allow: GET, HEAD")
        : _answers.TryGetValue(KeyOf(request), out byte[]? body) ? new HttpResponse(HttpStatusCode.OK, body)
        : RestEnvelope.Failure(HttpStatusCode.NotFound, "The recording has no answer to this call");

    // The same address is written in several ways.
    private static string KeyOf(HttpRequest request) => string.Join(
        '&',
        request.Query
            .OrderBy(q => q.Key, StringComparer.Ordinal)
            .Select(q => $"{q.Key}={(AccountAddress.TryNormalize(q.Value, out string address) ? address : q.Value)}")
            .Prepend(request.Path));
}
