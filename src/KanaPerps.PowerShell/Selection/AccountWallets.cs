using KanaPerps.Streaming;

namespace KanaPerps.PowerShell;

/// <summary>The wallets of the accounts that a command streams, so that each row names its own. Rows of an account whose wallet is not known stay as they are.</summary>
internal sealed class AccountWallets
{
    private readonly Dictionary<(KanaEndpoint Endpoint, string Profile), string> _wallets = [];

    /// <summary>Looks among the known addresses for the wallet of an account.</summary>
    /// <param name="endpoint">The deployment.</param>
    /// <param name="profile">The profile, in the form in which addresses compare.</param>
    public void Add(KanaEndpoint endpoint, string profile)
    {
        if (KnownAddresses.WalletOf(profile, endpoint.Name) is { } wallet)
        {
            _wallets[(endpoint, profile)] = wallet;
        }
    }

    /// <summary>Takes note of the wallet of an account.</summary>
    /// <param name="endpoint">The deployment.</param>
    /// <param name="profile">The profile, in the form in which addresses compare.</param>
    /// <param name="wallet">The wallet, in the same form.</param>
    public void Add(KanaEndpoint endpoint, string profile, string wallet) => _wallets[(endpoint, profile)] = wallet;

    /// <summary>The wallet of a feed's account.</summary>
    /// <param name="feed">The feed.</param>
    /// <returns>The wallet, or null when it is not known.</returns>
    public string? Of(FeedKey feed) => feed.Key is { } profile ? _wallets.GetValueOrDefault((feed.Endpoint, profile)) : null;

    /// <summary>Names the wallet in a row.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="feed">The feed that the row is of.</param>
    /// <param name="row">The row.</param>
    /// <returns>The row with its wallet, or the row itself.</returns>
    public T Name<T>(FeedKey feed, T row) =>
        _wallets.Count > 0 && row is VenueRow account && Of(feed) is { } wallet
            ? (T)(object)account.Of(wallet)
            : row;
}
