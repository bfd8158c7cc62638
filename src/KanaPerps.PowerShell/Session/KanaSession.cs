using System.Collections.Concurrent;
using KanaPerps.Rest;
using KanaPerps.Streaming;

namespace KanaPerps.PowerShell;

/// <summary>What all runspaces of the process share: the connections, and the profile addresses looked up so far.</summary>
internal static class KanaSession
{
    // A call that used up the time ends by a timer, which may be a little early: what is left then is no time for another one.
    private static readonly TimeSpan s_tooShort = TimeSpan.FromMilliseconds(50);

    private static readonly ConcurrentDictionary<(KanaEndpoint Endpoint, string Wallet), Profile> s_profiles = new();

    /// <summary>The clock of everything that has a deadline.</summary>
    public static TimeProvider Time => TimeProvider.System;

    /// <summary>The connection manager of the process.</summary>
    public static ConnectionManager Connections { get; } = new(time: Time);

    /// <summary>Looks a wallet's profile up, once a process.</summary>
    /// <param name="endpoint">The deployment.</param>
    /// <param name="walletAddress">The wallet.</param>
    /// <param name="apiKey">The key for REST, or null.</param>
    /// <param name="timeout">How long it may take, or null for the default.</param>
    /// <param name="onRetry">Told when the call is made again.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The profile.</returns>
    public static async Task<Profile> LookUpProfileAsync(
        KanaEndpoint endpoint,
        string walletAddress,
        string? apiKey,
        TimeSpan? timeout,
        Action<RestRetry> onRetry,
        CancellationToken cancellation)
    {
        if (AccountAddress.TryNormalize(walletAddress, out string wallet) && s_profiles.TryGetValue((endpoint, wallet), out Profile? known))
        {
            KnownAddresses.Use(known);
            return known;
        }

        if (timeout < s_tooShort)
        {
            throw new KanaException(KanaErrorKind.Timeout, "The command ran out of time before this wallet was looked up.", "Give more time with -TimeoutSec.");
        }

        using KanaRestClient rest = new(endpoint, apiKey, timeout, onRetry: onRetry);
        Profile profile = await rest.GetProfileAddressAsync(walletAddress, cancellation).ConfigureAwait(false);
        s_profiles[(endpoint, wallet)] = profile;
        KnownAddresses.Use(profile);
        return profile;
    }

    /// <summary>The wallet of a profile that was looked up before: the venue tells the profile of a wallet, but not the other way round.</summary>
    /// <param name="endpoint">The deployment.</param>
    /// <param name="profileAddress">The profile, padded and in lower case.</param>
    /// <returns>The wallet, or null when the profile is not known.</returns>
    public static string? WalletOf(KanaEndpoint endpoint, string profileAddress) =>
        s_profiles.FirstOrDefault(p => p.Key.Endpoint.Rest == endpoint.Rest && p.Value.ProfileAddress == profileAddress).Value?.Wallet;
}
