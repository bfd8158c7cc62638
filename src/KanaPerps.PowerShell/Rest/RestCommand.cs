using System.Management.Automation;
using System.Security;
using KanaPerps.Rest;

namespace KanaPerps.PowerShell;

/// <summary>What cmdlets that make REST calls share.</summary>
public abstract class RestCommand : KanaCommand, IDisposable
{
    private KanaRestClient? _client;
    private KanaEndpoint? _clientEndpoint;
    private Action<RestRetry>? _onRetry;

    /// <summary>The venue's API key; by default the environment variable KANA_API_KEY. Sent as x-api-key, shown nowhere.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoCompleter))]
    public SecureString? ApiKey { get; set; }

    /// <summary>How many seconds a call may take with all its retries, 15 by default.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoCompleter))]
    [Alias("Timeout")]
    [ValidateRange(0.001, 1e6)]
    public double TimeoutSec { get; set; } = 15;

    private protected TimeSpan CallTimeout => TimeSpan.FromSeconds(TimeoutSec);

    /// <summary>Makes a call; a failure becomes an error that the command goes on after.</summary>
    /// <typeparam name="TResult">What the call gives.</typeparam>
    /// <param name="endpoint">The deployment.</param>
    /// <param name="target">What the call is about, for the error.</param>
    /// <param name="call">The call.</param>
    /// <returns>The result, or null when the call failed.</returns>
    private protected TResult? Ask<TResult>(KanaEndpoint endpoint, object target, Func<KanaRestClient, CancellationToken, Task<TResult>> call)
        where TResult : class
    {
        try
        {
            return Await((onRetry, stop) =>
            {
                _onRetry = onRetry;
                return call(ClientOf(endpoint), stop);
            });
        }
        catch (KanaException e)
        {
            WriteError(ErrorRecords.From(e, target));
            return null;
        }
    }

    /// <summary>Closes the connections. Safe to call again.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the connections.</summary>
    /// <param name="disposing">Whether it is called by Dispose.</param>
    protected virtual void Dispose(bool disposing) => _client?.Dispose();

    // The calls of a command mostly go to one deployment, and share a connection then.
    private KanaRestClient ClientOf(KanaEndpoint endpoint)
    {
        if (_client is null || _clientEndpoint != endpoint)
        {
            _client?.Dispose();
            _client = null;
            _client = new KanaRestClient(endpoint, KeyFor(endpoint, ApiKey), CallTimeout, onRetry: retry => _onRetry?.Invoke(retry));
            _clientEndpoint = endpoint;
        }

        return _client;
    }
}
