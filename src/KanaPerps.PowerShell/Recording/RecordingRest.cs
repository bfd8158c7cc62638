using KanaPerps.Rest;

namespace KanaPerps.PowerShell;

/// <summary>Records what REST says at the start of a recording, so that a replay can say the same: the markets, and the profiles of the wallets.</summary>
internal static class RecordingRest
{
    // The recording goes on meanwhile, and is complete without it.
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(3);

    /// <summary>Makes the calls and records their answers.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="apiKey">The key, or null.</param>
    /// <param name="wallets">The wallets, as they were written.</param>
    /// <param name="marketIds">The markets.</param>
    /// <param name="onRetry">Told when a call is made again.</param>
    /// <param name="cancellation">Ends the calls.</param>
    /// <returns>What failed, in a sentence each.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(
        KanaRecordingInfo recording, string? apiKey, IEnumerable<string> wallets, IReadOnlyList<string> marketIds, Action<RestRetry> onRetry, CancellationToken cancellation)
    {
        using KanaRestClient rest = new(recording.Recorder.Endpoint, apiKey, s_time, onRetry: onRetry);
        List<Task<string?>> calls = [.. wallets.Select(w => RecordAsync("getProfileAddress", ("userAddress", w)))];
        if (marketIds.Count > 0)
        {
            calls.Add(RecordAsync("getPerpetualAssetsInfo/allMarkets"));
            calls.AddRange(marketIds.Select(m => RecordAsync("getMarketInfo", ("marketId", m))));
        }

        return [.. (await Task.WhenAll(calls).ConfigureAwait(false)).OfType<string>()];

        async Task<string?> RecordAsync(string call, params (string Name, string? Value)[] query)
        {
            try
            {
                if (await rest.GetBodyAsync(call, cancellation, query).ConfigureAwait(false) is var (path, body))
                {
                    recording.Recorder.AddRest(path, body.Span);
                }

                return null;
            }
            catch (KanaException e)
            {
                return $"{e.Message} The recording does without it.";
            }
        }
    }
}
