using System.Net;
using System.Net.Http.Headers;
using KanaPerps.Transport;

namespace KanaPerps.Rest;

/// <summary>
/// Makes calls: every one is a GET, so every one may be made again. What may pass is retried until the time for the call is over; what
/// will not change (401, 403, 404, a certificate, a redirect) is said at once.
/// </summary>
internal sealed class RestTransport : IDisposable
{
    // The answers are small; more than this is not the venue.
    public const int MaxResponseBytes = 16 * 1024 * 1024;

    private static readonly TimeSpan s_longestTimeout = TimeSpan.FromDays(20);

    private readonly Route _route;
    private readonly HttpClient _http;
    private readonly RestSecret _secret;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly Action<RestRetry>? _onRetry;
    private readonly Func<double> _chance;

    public RestTransport(Uri rest, RestSecret secret, TimeSpan timeout, TimeProvider time, Action<RestRetry>? onRetry, Func<double> chance)
    {
        _secret = secret;
        _timeout = timeout < s_longestTimeout ? timeout : s_longestTimeout;
        _time = time;
        _onRetry = onRetry;
        _chance = chance;

        // Some gateways compress a body without being asked to. The limit is for what comes out of it.
        _route = new Route(rest, time);
        SocketsHttpHandler handler = _route.CreateHandler();
        handler.AutomaticDecompression = DecompressionMethods.All;
        _http = new HttpClient(handler)
        {
            BaseAddress = rest,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxResponseBytes,
        };
    }

    private Uri Rest => _http.BaseAddress!;

    /// <summary>Makes a call.</summary>
    /// <param name="call">The path, such as getPositions.</param>
    /// <param name="query">The parameters; those without a value are left out.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, whose status is 200.</returns>
    /// <exception cref="KanaException">There was none in time.</exception>
    public async Task<RestAnswer> GetAsync(string call, IEnumerable<(string Name, string? Value)> query, CancellationToken cancellation)
    {
        if (Rest == KanaEndpoint.Unknown.Rest)
        {
            throw new KanaException(
                KanaErrorKind.NotFound,
                $"{call} can't be called: the streams come from a broker, and no REST address is known for this network.",
                "Give profile addresses in place of wallets, and the ids of markets. For the venue's own networks the broker's address ends with /mainnet or /testnet.");
        }

        Uri address = new(PathOf(call, query), UriKind.Relative);
        using CancellationTokenSource limit = new(_timeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        long start = _time.GetTimestamp();
        KanaException? last = null;
        try
        {
            for (int attempt = 1; ; attempt++)
            {
                RestOutcome outcome = await TryAsync(call, address, either.Token).ConfigureAwait(false);
                if (outcome.Answer is { } answer)
                {
                    return answer;
                }

                last = outcome.Error!;
                TimeSpan spent = _time.GetElapsedTime(start);
                TimeSpan? delay = outcome.MayPass ? RestRetryPolicy.Next(attempt, outcome.RetryAfter, _timeout - spent, _chance()) : null;
                if (delay is null)
                {
                    throw GivenUp(last, attempt, spent);
                }

                // The wait begins before it is told, so that whoever is told can move a clock of his own.
                Task wait = Task.Delay(delay.Value, _time, either.Token);
                _onRetry?.Invoke(new RestRetry(call, attempt, delay.Value, last.Message));
                await wait.ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            string before = last is null ? "" : $" The attempt before: {last.Message}";
            throw new KanaException(
                KanaErrorKind.Timeout,
                FormattableString.Invariant($"{Rest} did not answer {call} within {_timeout.TotalSeconds:0.###} s.{before}"),
                "Try again, or give more time with -TimeoutSec.");
        }
    }

    /// <summary>The path and the query of a call, without a slash before them.</summary>
    /// <param name="call">The path.</param>
    /// <param name="query">The parameters; those without a value are left out.</param>
    /// <returns>Such as <c>getMarketInfo?marketId=14</c>.</returns>
    public static string PathOf(string call, IEnumerable<(string Name, string? Value)> query)
    {
        string parameters = string.Join('&', query.Where(q => q.Value is not null).Select(q => $"{q.Name}={Uri.EscapeDataString(q.Value!)}"));
        return parameters.Length == 0 ? call : $"{call}?{parameters}";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _route.Dispose();
        _http.Dispose();
    }

    private async Task<RestOutcome> TryAsync(string call, Uri address, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        request.Options.Set(Route.GivenUp, cancellation);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", Route.UserAgent);
        _secret.Sign(request);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
            byte[] body = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
            RestAnswer answer = new(call, response.StatusCode, response.Content.Headers.ContentType?.MediaType, body, _secret)
            {
                Packing = string.Join(", ", response.Content.Headers.ContentEncoding),
            };
            return response.StatusCode == HttpStatusCode.OK ? new(answer) : RestErrors.FromStatus(answer, WaitOf(response));
        }
        catch (Exception e) when (e is HttpRequestException or IOException || RestErrors.IsUnpackable(e))
        {
            cancellation.ThrowIfCancellationRequested();
            return RestErrors.FromFailure(e, _route, Rest, call, _secret);
        }
    }

    private TimeSpan? WaitOf(HttpResponseMessage response) => response.Headers.NonValidated.TryGetValues("Retry-After", out HeaderStringValues values)
        ? RetryAfter.Parse(values.First(), _time.GetUtcNow())
        : null;

    private static KanaException GivenUp(KanaException error, int attempts, TimeSpan spent) => attempts == 1
        ? error
        : new(error.Kind, FormattableString.Invariant($"{error.Message} ({attempts} attempts in {spent.TotalSeconds:0.#} s)"), error.NextStep, error.InnerException);
}
