namespace KanaPerps.Testing;

/// <summary>The head of an HTTP request.</summary>
/// <param name="Line">The request line, such as <c>GET /ws/ HTTP/1.1</c>.</param>
/// <param name="Headers">The headers, by name without regard to case.</param>
public sealed record ReceivedRequest(string Line, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The path with the query.</summary>
    public string Target => Line.Split(' ')[1];
}
