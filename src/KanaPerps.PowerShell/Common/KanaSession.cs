using System.Collections.Concurrent;
using KanaPerps.Rest;
using KanaPerps.Streaming;

namespace KanaPerps.PowerShell;

/// <summary>What all runspaces of the process share: the connections, and the profile addresses looked up so far.</summary>
internal static class KanaSession
{
    private static readonly ConcurrentDictionary<(Uri Endpoint, string Wallet), Profile> s_profiles = new();

    /// <summary>The connection manager of the process.</summary>
    public static ConnectionManager Connections { get; } = new();

    /// <summary>Looks a wallet's profile up, once a process.</summary>
    /// <param name="endpoint">The deployment.</param>
    /// <param name="walletAddress">The wallet.</param>
    /// <param name="apiKey">The key for REST, or null.</param>
    /// <param name="timeout">How long it may take, or null for the default.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The profile.</returns>
    public static async Task<Profile> LookUpProfileAsync(KanaEndpoint endpoint, string walletAddress, string? apiKey, TimeSpan? timeout, CancellationToken cancellation)
    {
        if (AccountAddress.TryNormalize(walletAddress, out string wallet) && s_profiles.TryGetValue((endpoint.Rest, wallet), out Profile? known))
        {
            return known;
        }

        using KanaRestClient rest = new(endpoint, apiKey, timeout);
        Profile profile = await rest.GetProfileAddressAsync(walletAddress, cancellation).ConfigureAwait(false);
        s_profiles[(endpoint.Rest, wallet)] = profile;
        return profile;
    }
}
