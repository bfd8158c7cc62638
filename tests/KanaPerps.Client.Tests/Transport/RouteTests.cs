using System.Net;
using KanaPerps.Testing;
using KanaPerps.Transport;

namespace KanaPerps.Client.Tests.Transport;

/// <summary>A dial that a request or a stream has begun, and that must not outlive it.</summary>
public sealed class RouteTests : IDisposable
{
    private static readonly Uri s_venue = new("http://localhost:1/");

    private readonly TaskCompletionSource<CancellationToken> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _request = new();
    private readonly Route _route;
    private readonly HttpMessageInvoker _invoker;
    private readonly Task _answer;

    public RouteTests()
    {
        StaggeredDial dial = new(TimeProvider.System, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]), ConnectAsync);
        _route = new Route(s_venue, TimeProvider.System, dial);
        _invoker = new HttpMessageInvoker(_route.CreateHandler());
        HttpRequestMessage request = new(HttpMethod.Get, s_venue);
        request.Options.Set(Route.GivenUp, _request.Token);
        _answer = _invoker.SendAsync(request, _request.Token);
    }

    [Fact]
    public async Task A_request_that_is_given_up_ends_the_dial_that_was_begun_for_it()
    {
        await _begun.Task.InTime();

        await _request.CancelAsync();

        await _ended.Task.InTime();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _answer.InTime());
    }

    [Fact]
    public async Task A_route_that_is_abandoned_ends_its_dial()
    {
        await _begun.Task.InTime();

        _route.Abandon();

        await _ended.Task.InTime();
        await Assert.ThrowsAnyAsync<Exception>(() => _answer.InTime());
    }

    [Fact]
    public async Task A_route_that_is_disposed_of_ends_its_dial()
    {
        await _begun.Task.InTime();

        _route.Dispose();

        await _ended.Task.InTime();
        await Assert.ThrowsAnyAsync<Exception>(() => _answer.InTime());
    }

    public void Dispose()
    {
        _invoker.Dispose();
        _request.Dispose();
    }

    private async Task<Stream> ConnectAsync(IPEndPoint address, CancellationToken cancellation)
    {
        _begun.TrySetResult(cancellation);
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        finally
        {
            _ended.TrySetResult();
        }

        throw new InvalidOperationException("The delay has no end.");
    }
}
