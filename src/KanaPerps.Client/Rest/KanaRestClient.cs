using System.Text;
using KanaPerps.Wire;

namespace KanaPerps.Rest;

/// <summary>The read-only REST calls of the venue. Safe from any thread.</summary>
public sealed partial class KanaRestClient : IDisposable
{
    private readonly KanaEndpoint _endpoint;
    private readonly RestTransport _transport;
    private readonly RestSecret _secret;
    private readonly TimeProvider _time;

    /// <summary>Makes a client.</summary>
    /// <param name="endpoint">The deployment.</param>
    /// <param name="apiKey">The key to send as <c>x-api-key</c>, or null to send none.</param>
    /// <param name="timeout">How long a call may take with all its retries, or null for 15 seconds.</param>
    /// <param name="time">The clock, or null for the system's.</param>
    /// <param name="onRetry">Told of each call that is going to be made again, from any thread; or null.</param>
    /// <exception cref="KanaException"><see cref="KanaErrorKind.Unauthorized"/>: no HTTP header can carry the key.</exception>
    public KanaRestClient(KanaEndpoint endpoint, string? apiKey = null, TimeSpan? timeout = null, TimeProvider? time = null, Action<RestRetry>? onRetry = null)
        : this(endpoint, apiKey, timeout, time, onRetry, Random.Shared.NextDouble)
    {
    }

    internal KanaRestClient(KanaEndpoint endpoint, string? apiKey, TimeSpan? timeout, TimeProvider? time, Action<RestRetry>? onRetry, Func<double> chance)
    {
        _endpoint = endpoint;
        _time = time ?? TimeProvider.System;
        _secret = RestSecret.From(apiKey);
        _transport = new RestTransport(endpoint.Rest, _secret, timeout ?? TimeSpan.FromSeconds(15), _time, onRetry, chance);
    }

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();

    private Task<RestAnswer> GetAsync(string call, CancellationToken cancellation, params (string Name, string? Value)[] query) =>
        _transport.GetAsync(call, query, cancellation);

    /// <summary>Reads data that is a list or an object; null is a list without rows.</summary>
    private DecodedMessage<T> ReadRows<T>(MessageCodec<T> codec, RestAnswer answer)
    {
        ReadOnlyMemory<byte> data = answer.RequireData();
        return Decode(codec, answer, data.Span.SequenceEqual("null"u8) ? "[]"u8.ToArray() : data);
    }

    /// <summary>Reads data that is a single value, as the one field of an object.</summary>
    private T ReadValue<T>(MessageCodec<T> codec, RestAnswer answer, string field)
    {
        DecodedMessage<T> message = Decode(codec, answer, (byte[])[.. Encoding.UTF8.GetBytes($"{{\"{field}\":"), .. answer.RequireData().Span, (byte)'}']);
        return message.Items.Length == 1 ? message.Items[0] : throw Unreadable(answer, message.Problem!);
    }

    // The topics' codecs read REST's rows too. They would compare an envelope's message, which is a sentence here, with their topic.
    private DecodedMessage<T> Decode<T>(MessageCodec<T> codec, RestAnswer answer, ReadOnlyMemory<byte> data)
    {
        codec.Network = _endpoint.Name;
        DecodedMessage<T> message = codec.Decode((byte[])[.. "{\"data\":"u8, .. data.Span, (byte)'}'], _time.GetUtcNow());
        return message.IsReadable ? message : throw Unreadable(answer, message.Problem!);
    }

    private static KanaException Unreadable(RestAnswer answer, WireProblem problem) =>
        answer.Invalid($"could not be read: {problem.Detail}. It begins: {answer.ExcerptOf(problem)}");

    private static RestRows<T> Rows<T>(IReadOnlyList<T> rows, RestAnswer answer, WireProblem? problem) => problem is null
        ? new(rows)
        : new(rows, problem.Count, answer.Invalid($"has rows that could not be read: {problem.Count}. The others are delivered. {problem.Detail} in: {answer.ExcerptOf(problem)}"));

    private static string RequireAddress(string address, out string canonical) => AccountAddress.TryNormalize(address, out canonical)
        ? address.Trim()
        : throw new KanaException(KanaErrorKind.InvalidAddress, $"'{address}' is not a wallet address.", "Give 0x followed by 1 to 64 hexadecimal digits.");
}
