using KanaPerps.Rest;
using KanaPerps.Testing;

namespace KanaPerps.Client.Tests.Rest;

/// <summary>A scripted server and a client that calls it, which waits for no time between its tries.</summary>
internal sealed class RestFixture : IAsyncDisposable
{
    public const string Key = "top-secret-key";

    private readonly List<RestRetry> _retries = [];

    public RestFixture(string? apiKey = Key, TimeSpan? timeout = null, TimeProvider? time = null, Action<RestRetry>? onRetry = null, double chance = 0)
    {
        Client = new KanaRestClient(Server.Endpoint, apiKey, timeout, time, onRetry ?? _retries.Add, () => chance);
    }

    public ScriptedServer Server { get; } = new();

    public KanaRestClient Client { get; }

    /// <summary>The calls that were made again.</summary>
    public IReadOnlyList<RestRetry> Retries => _retries;

    /// <summary>Runs a call against one answer, given as often as it is asked for.</summary>
    /// <returns>What the call gives, and its first request.</returns>
    public async Task<(T Result, ReceivedRequest Request)> CallAsync<T>(Func<KanaRestClient, Task<T>> call, string body, string status = "200 OK", string headers = "")
    {
        (T result, IReadOnlyList<ReceivedRequest> requests) = await CallAsync(call, connection => connection.AnswerAsync(status, headers, body));
        return (result, requests[0]);
    }

    /// <summary>Runs a call against a server that answers each request as the test says, until the call is over.</summary>
    public async Task<(T Result, IReadOnlyList<ReceivedRequest> Requests)> CallAsync<T>(Func<KanaRestClient, Task<T>> call, Func<ScriptedConnection, Task<ReceivedRequest>> answer)
    {
        using CancellationTokenSource over = new();
        Task<T> result = call(Client);
        Task signal = result.ContinueWith(_ => over.Cancel(), TaskScheduler.Default);
        List<ReceivedRequest> requests = [];
        try
        {
            while (true)
            {
                using ScriptedConnection connection = await Server.AcceptUntilAsync(over.Token);
                requests.Add(await answer(connection));
            }
        }
        catch (OperationCanceledException)
        {
            await signal;
            return (await result.InTime(), requests);
        }
    }

    /// <summary>Runs a call that must fail against one answer.</summary>
    public async Task<KanaException> FailAsync<T>(Func<KanaRestClient, Task<T>> call, string body, string status = "200 OK", string headers = "")
    {
        KanaException e = await Assert.ThrowsAsync<KanaException>(() => CallAsync(call, body, status, headers));
        Assert.DoesNotContain(Key, e.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(e.Message, char.IsControl);
        Assert.NotEmpty(e.NextStep);
        return e;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }
}
