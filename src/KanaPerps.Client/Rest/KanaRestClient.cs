using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using KanaPerps.Wire;
using KanaPerps.Wire.Codecs;

namespace KanaPerps.Rest;

/// <summary>The read-only REST calls of the venue. Safe from any thread.</summary>
public sealed class KanaRestClient : IDisposable
{
    // The answers are small; more than this is not the venue.
    private const int MaxResponseBytes = 16 * 1024 * 1024;

    private readonly KanaEndpoint _endpoint;
    private readonly string? _apiKey;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    /// <summary>Makes a client.</summary>
    /// <param name="endpoint">The deployment.</param>
    /// <param name="apiKey">The key to send as <c>x-api-key</c>, or null to send none.</param>
    /// <param name="timeout">How long a call may take, or null for 15 seconds.</param>
    /// <param name="time">The clock, or null for the system's.</param>
    public KanaRestClient(KanaEndpoint endpoint, string? apiKey = null, TimeSpan? timeout = null, TimeProvider? time = null)
    {
        _endpoint = endpoint;
        _apiKey = string.IsNullOrWhiteSpace(apiKey) ? null : apiKey.Trim();
        _time = time ?? TimeProvider.System;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = !endpoint.Rest.IsLoopback })
        {
            BaseAddress = endpoint.Rest,
            Timeout = timeout ?? TimeSpan.FromSeconds(15),
            MaxResponseContentBufferSize = MaxResponseBytes,
        };
    }

    /// <summary>Looks up the profile address of a wallet: <c>/getProfileAddress</c>.</summary>
    /// <param name="walletAddress">The wallet address.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The profile.</returns>
    /// <exception cref="KanaException">The text is no address, the wallet has no profile, or the call failed.</exception>
    public async Task<Profile> GetProfileAddressAsync(string walletAddress, CancellationToken cancellation = default)
    {
        if (!AccountAddress.TryNormalize(walletAddress, out string wallet))
        {
            throw new KanaException(KanaErrorKind.InvalidAddress, $"'{walletAddress}' is no wallet address.", "Give 0x and 1 to 64 hexadecimal digits.");
        }

        // The venue sees the address as the user wrote it: which forms it takes is not known.
        byte[] body = await GetAsync("getProfileAddress", "userAddress", walletAddress.Trim(), cancellation).ConfigureAwait(false);
        RestEnvelope envelope = RestEnvelope.Read(body);
        if (!AccountAddress.TryNormalize(RestEnvelope.TextOf(envelope.RequireData()), out string profile) || profile.AsSpan(2).Trim('0').IsEmpty)
        {
            throw new KanaException(KanaErrorKind.NotFound, $"The wallet {wallet} has no profile on {_endpoint.Name}.", "Check the address and the network: a profile comes into being with the first deposit.");
        }

        return new Profile { ProfileAddress = profile, Wallet = wallet, Network = _endpoint.Name, ReceivedAt = _time.GetUtcNow() };
    }

    /// <summary>Asks for one market: <c>/getMarketInfo</c>.</summary>
    /// <param name="marketId">The market's id.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The rows of the answer: one.</returns>
    /// <exception cref="KanaException">The venue does not know the market, or the call failed.</exception>
    public async Task<IReadOnlyList<Market>> GetMarketInfoAsync(string marketId, CancellationToken cancellation = default)
    {
        Market[] markets = ReadMarkets(await GetAsync("getMarketInfo", "marketId", marketId, cancellation).ConfigureAwait(false));
        return markets.Length > 0
            ? markets
            : throw new KanaException(KanaErrorKind.NotFound, $"The venue knows no market {marketId} on {_endpoint.Name}.", "Check the id and the network.");
    }

    /// <summary>Asks for all markets: <c>/getPerpetualAssetsInfo/allMarkets</c>.</summary>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The markets, in the venue's order.</returns>
    /// <exception cref="KanaException">The call failed.</exception>
    public async Task<IReadOnlyList<Market>> GetAllMarketsAsync(CancellationToken cancellation = default) =>
        ReadMarkets(await GetAsync("getPerpetualAssetsInfo/allMarkets", null, null, cancellation).ConfigureAwait(false));

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private Market[] ReadMarkets(byte[] body)
    {
        RestEnvelope.Read(body).RequireData();
        DecodedMessage<Market> markets = new MarketCodec { Network = _endpoint.Name }.Decode(body, _time.GetUtcNow());
        return markets.Problem is null
            ? markets.Items
            : throw new KanaException(KanaErrorKind.InvalidResponse, $"The venue's answer could not be read: {markets.Problem.Detail}. It begins: {markets.Problem.Excerpt}", RestErrors.TryLater);
    }

    private async Task<byte[]> GetAsync(string path, string? name, string? value, CancellationToken cancellation)
    {
        string relative = name is null ? path : $"{path}?{name}={Uri.EscapeDataString(value ?? "")}";
        using HttpRequestMessage request = new(HttpMethod.Get, relative);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        if (_apiKey is not null)
        {
            request.Headers.TryAddWithoutValidation("x-api-key", _apiKey);
        }

        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
            byte[] body = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
            return response.StatusCode == HttpStatusCode.OK ? body : throw RestErrors.FromStatus(response.StatusCode, body, path);
        }
        catch (HttpRequestException e)
        {
            throw e.InnerException is AuthenticationException
                ? new KanaException(KanaErrorKind.Certificate, $"The certificate of {_endpoint.Rest.Host} can't be trusted: {e.InnerException.Message}", "Check the host name, the clock, and the machine's certificate authorities; TLS checks can't be turned off.", e)
                : new KanaException(KanaErrorKind.ConnectFailed, $"{_endpoint.Rest} can't be reached: {((e.InnerException as SocketException)?.Message ?? e.Message).TrimEnd('.')}.", "Check the network and the endpoint.", e);
        }
        catch (TaskCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new KanaException(KanaErrorKind.Timeout, $"{_endpoint.Rest} did not answer within {_http.Timeout.TotalSeconds:0.#} s.", "Try again, or give more time with -TimeoutSec.", e);
        }
    }
}
