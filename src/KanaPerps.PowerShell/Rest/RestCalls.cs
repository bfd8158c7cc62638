using KanaPerps.Rest;

namespace KanaPerps.PowerShell;

/// <summary>The REST calls of a command. They mostly go to one deployment, and share a connection then.</summary>
internal sealed class RestCalls : IDisposable
{
    // What a timer takes.
    private static readonly TimeSpan s_longestCall = TimeSpan.FromDays(10);

    private readonly KanaCommand _command;
    private KanaRestClient? _client;
    private KanaEndpoint? _endpoint;
    private Action<RestRetry>? _onRetry;

    public RestCalls(KanaCommand command)
    {
        _command = command;
    }

    /// <summary>How long a call may take, or null for the usual time.</summary>
    public TimeSpan? CallTime => _command.GivenTime is { } given && given > s_longestCall ? s_longestCall : _command.GivenTime;

    /// <summary>Makes a call; a failure becomes an error that the command goes on after.</summary>
    /// <typeparam name="TResult">What the call gives.</typeparam>
    /// <param name="endpoint">The deployment.</param>
    /// <param name="target">What the call is about, for the error.</param>
    /// <param name="call">The call.</param>
    /// <returns>The result, or null when the call failed.</returns>
    public TResult? Ask<TResult>(KanaEndpoint endpoint, object target, Func<KanaRestClient, CancellationToken, Task<TResult>> call)
        where TResult : class
    {
        try
        {
            return _command.Await((onRetry, stop) =>
            {
                _onRetry = onRetry;
                return call(ClientOf(endpoint), stop);
            });
        }
        catch (KanaException e)
        {
            _command.WriteError(ErrorRecords.From(e, target));
            return null;
        }
    }

    /// <summary>Closes the connections. Safe to call again.</summary>
    public void Dispose() => _client?.Dispose();

    private KanaRestClient ClientOf(KanaEndpoint endpoint)
    {
        if (_client is null || _endpoint != endpoint)
        {
            _client?.Dispose();
            _client = null;
            _client = new KanaRestClient(endpoint, _command.KeyFor(endpoint), CallTime, onRetry: retry => _onRetry?.Invoke(retry));
            _endpoint = endpoint;
        }

        return _client;
    }
}
