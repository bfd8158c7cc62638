using KanaPerps.Rest;
using KanaPerps.Testing;

namespace KanaPerps.Client.Tests.Rest;

/// <summary>A scripted server and a client that calls it.</summary>
internal sealed class RestBench : IAsyncDisposable
{
    public const string Key = "top-secret-key";

    public RestBench(string? apiKey = Key, TimeSpan? timeout = null)
    {
        Client = new KanaRestClient(Server.Endpoint, apiKey, timeout);
    }

    public ScriptedServer Server { get; } = new();

    public KanaRestClient Client { get; }

    /// <summary>Runs a call against one answer.</summary>
    public async Task<(T Result, ReceivedRequest Request)> CallAsync<T>(Func<KanaRestClient, Task<T>> call, string body, string status = "200 OK", string headers = "")
    {
        Task<T> result = call(Client);
        ReceivedRequest request = await Server.AnswerAsync(status, headers, body);
        return (await result.InTime(), request);
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
