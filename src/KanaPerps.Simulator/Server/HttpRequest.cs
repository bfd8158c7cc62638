namespace KanaPerps.Simulator;

/// <summary>The head of a request.</summary>
/// <param name="Method">The method, such as GET.</param>
/// <param name="Path">The path without the query.</param>
/// <param name="Query">The first value of each parameter, unescaped. Names are compared exactly.</param>
/// <param name="Headers">The first value of each header. Names are compared without case.</param>
internal sealed record HttpRequest(string Method, string Path, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Whether a header with a list of tokens holds one of them.</summary>
    public bool HasToken(string header, string token) => Headers.TryGetValue(header, out string? list)
        && list.Split(',', StringSplitOptions.TrimEntries).Contains(token, StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a head.</summary>
    /// <param name="head">The text up to and without the empty line.</param>
    /// <returns>The request, or null when the text is none.</returns>
    public static HttpRequest? Parse(string head)
    {
        string[] lines = head.Split("\r\n");
        string[] start = lines[0].Split(' ');
        if (start.Length != 3 || start[0].Length == 0 || !start[1].StartsWith('/') || !start[2].StartsWith("HTTP/1.", StringComparison.Ordinal))
        {
            return null;
        }

        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines.AsSpan(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                return null;
            }

            headers.TryAdd(line[..colon], line[(colon + 1)..].Trim());
        }

        int mark = start[1].IndexOf('?', StringComparison.Ordinal);
        string path = mark < 0 ? start[1] : start[1][..mark];
        return new HttpRequest(start[0], path, ParseQuery(mark < 0 ? "" : start[1][(mark + 1)..]), headers);
    }

    private static Dictionary<string, string> ParseQuery(string query)
    {
        Dictionary<string, string> parameters = new(StringComparer.Ordinal);
        foreach (string pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? pair : pair[..equals];
            string value = equals < 0 ? "" : pair[(equals + 1)..];
            parameters.TryAdd(Uri.UnescapeDataString(name), Uri.UnescapeDataString(value.Replace('+', ' ')));
        }

        return parameters;
    }
}
