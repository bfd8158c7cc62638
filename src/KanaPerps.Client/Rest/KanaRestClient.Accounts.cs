using KanaPerps.Topics;
using KanaPerps.Wire;
using KanaPerps.Wire.Codecs;

namespace KanaPerps.Rest;

/// <content>What is asked by wallet.</content>
public sealed partial class KanaRestClient
{
    private static readonly Dictionary<Topic, string> s_lists = new()
    {
        [KanaTopics.Positions] = "getPositions",
        [KanaTopics.OpenOrders] = "getOpenOrders",
        [KanaTopics.OrderHistory] = "getOrderHistory",
        [KanaTopics.Fills] = "getTradeHistory",
        [KanaTopics.Transfers] = "getDepositAndWithdrawHistory",
    };

    /// <summary>Looks up the profile address of a wallet: <c>/getProfileAddress</c>.</summary>
    /// <param name="walletAddress">The wallet address.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The profile.</returns>
    /// <exception cref="KanaException">The text is not an address, the wallet has no profile, or the call failed.</exception>
    public async Task<Profile> GetProfileAddressAsync(string walletAddress, CancellationToken cancellation = default)
    {
        // The venue sees the address as the user wrote it: which forms it takes is not known.
        string asWritten = RequireAddress(walletAddress, out string wallet);
        RestAnswer answer = await GetAsync("getProfileAddress", cancellation, ("userAddress", asWritten)).ConfigureAwait(false);
        if (!AccountAddress.TryNormalize(ReadProfile(answer), out string profile))
        {
            throw answer.Invalid($"holds no valid profile address: {answer.DataExcerpt}");
        }

        if (profile.AsSpan(2).Trim('0').IsEmpty)
        {
            throw new KanaException(KanaErrorKind.NotFound, $"The wallet {wallet} has no profile on {_endpoint.Name}.", "Check the address and the network: a profile is created by the first deposit.");
        }

        return new Profile { ProfileAddress = profile, Wallet = wallet, Network = _endpoint.Name, ReceivedAt = _time.GetUtcNow() };
    }

    /// <summary>Asks for one balance: <c>/getWalletAccountBalance</c>, <c>/getProfileBalanceSnapshot</c>, <c>/getNetProfileBalance</c> or <c>/getAccountAptBalance</c>.</summary>
    /// <param name="walletAddress">The wallet address.</param>
    /// <param name="kind">Which balance.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The balance.</returns>
    /// <exception cref="KanaException">The text is not an address, or the call failed.</exception>
    public async Task<Balance> GetBalanceAsync(string walletAddress, BalanceKind kind, CancellationToken cancellation = default)
    {
        string call = kind switch
        {
            BalanceKind.Wallet => "getWalletAccountBalance",
            BalanceKind.Profile => "getProfileBalanceSnapshot",
            BalanceKind.Net => "getNetProfileBalance",
            BalanceKind.Apt => "getAccountAptBalance",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of balance."),
        };
        string asWritten = RequireAddress(walletAddress, out string wallet);
        return ReadValue(new BalanceCodec(kind, wallet), await GetAsync(call, cancellation, ("userAddress", asWritten)).ConfigureAwait(false), "amount");
    }

    /// <summary>Asks for a list of an account that a topic also has: the rows are those that a new subscriber would get first.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="topic">Positions, open orders, order history, fills or transfers.</param>
    /// <param name="walletAddress">The wallet address.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The rows: history is oldest first.</returns>
    /// <exception cref="ArgumentException">REST has no such list.</exception>
    /// <exception cref="KanaException">The text is not an address, or the call failed.</exception>
    public async Task<RestRows<T>> GetListAsync<T>(Topic<T> topic, string walletAddress, CancellationToken cancellation = default)
    {
        if (!s_lists.TryGetValue(topic, out string? call))
        {
            throw new ArgumentException($"The REST API has no list of {topic.Name}.", nameof(topic));
        }

        // Whether the rows carry the profile's address or the wallet's is not documented, so none is left out for it.
        RestAnswer answer = await GetAsync(call, cancellation, ("userAddress", RequireAddress(walletAddress, out string wallet))).ConfigureAwait(false);
        DecodedMessage<T> message = ReadRows(topic.CreateCodec(key: null), answer);
        IReadOnlyList<T> rows = topic.CreateView(new SubscriptionOptions { Snapshot = true }).Apply(topic.CreateMemory().Accept(message, out _));
        return Rows([.. rows.Select(r => r is VenueRow row ? (T)(object)row.Of(wallet) : r)], answer, message.Problem);
    }

    // Null, an empty text and 0x0 say that there is no profile. Anything else that is not an address is an answer that is not understood.
    private string? ReadProfile(RestAnswer answer)
    {
        ReadOnlySpan<byte> data = answer.RequireData().Span;
        return data.SequenceEqual("null"u8) || data.SequenceEqual("\"\""u8) ? "0x0"
            : data[0] == (byte)'"' ? ReadValue(new ProfileCodec(), answer, "address").Address
            : throw answer.Invalid($"has {KindOf(data[0])} instead of a profile address: {answer.DataExcerpt}");
    }

    private static string KindOf(byte first) => first switch
    {
        (byte)'{' => "an object",
        (byte)'[' => "a list",
        (byte)'t' or (byte)'f' => "true or false",
        _ => "a number",
    };
}
