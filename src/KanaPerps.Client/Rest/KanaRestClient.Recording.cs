namespace KanaPerps.Rest;

/// <content>What is recorded.</content>
public sealed partial class KanaRestClient
{
    /// <summary>Makes a call for its answer as it came.</summary>
    /// <param name="call">The path, such as getMarketInfo.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <param name="query">The parameters.</param>
    /// <returns>The path with its query, and the body; null when the body repeats the API key.</returns>
    /// <exception cref="KanaException">There was no answer in time.</exception>
    internal async Task<(string Path, ReadOnlyMemory<byte> Body)?> GetBodyAsync(string call, CancellationToken cancellation, params (string Name, string? Value)[] query)
    {
        RestAnswer answer = await GetAsync(call, cancellation, query).ConfigureAwait(false);
        return answer.RecordableBody is { } body ? ($"/{RestTransport.PathOf(call, query)}", body) : null;
    }
}
