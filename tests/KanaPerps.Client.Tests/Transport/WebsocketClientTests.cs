using System.Net.WebSockets;
using KanaPerps.Testing;
using Websocket.Client;

namespace KanaPerps.Client.Tests.Transport;

/// <summary>
/// What Websocket.Client does by itself, which is why <see cref="KanaPerps.WebSockets.PumpedWebSocket"/> sets it up as it does and
/// <see cref="KanaPerps.Transport.GuardedWebSocket"/> stands before it. A test that fails with a new version of the library says which of that may go.
/// </summary>
public sealed class WebsocketClientTests : IDisposable
{
    private static readonly Uri s_address = new("ws://localhost");
    private readonly ScriptedSocket _socket = new();
    private int _dials;

    public void Dispose() => _socket.Dispose();

    [Fact]
    public async Task With_reconnection_switched_off_alone_Start_dials_again_after_a_failure()
    {
        TaskCompletionSource again = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using WebsocketClient client = new(s_address, logger: null, (_, _) =>
        {
            if (++_dials > 1)
            {
                again.TrySetResult();
            }

            throw new IOException("refused");
        })
        {
            IsReconnectionEnabled = false,
            ErrorReconnectTimeout = TimeSpan.FromMilliseconds(1),
        };

        await client.Start();

        await again.Task.InTime();
    }

    [Fact]
    public async Task An_instance_whose_start_failed_does_not_dial_any_more_so_each_dial_has_its_own()
    {
        using WebsocketClient client = new(s_address, logger: null, (_, _) =>
        {
            _dials++;
            throw new IOException("refused");
        });

        await Assert.ThrowsAnyAsync<Exception>(client.StartOrFail);
        await client.StartOrFail();

        Assert.Equal(1, _dials);
        Assert.True(client.IsStarted);
    }

    [Fact]
    public async Task An_exception_of_a_subscriber_ends_the_connection()
    {
        using WebsocketClient client = await StartAsync();
        Task<DisconnectionInfo> end = FirstOf(client.DisconnectionHappened);
        using IDisposable subscription = client.MessageReceived.Subscribe(new Observer<ResponseMessage>(_ => throw new NotSupportedException("mine")));

        _socket.Say("x");

        Assert.Equal("mine", (await end.InTime()).Exception?.Message);
        await _socket.Disposed.InTime();
    }

    [Fact]
    public async Task A_send_over_a_lost_connection_completes_without_sending()
    {
        using WebsocketClient client = await StartAsync();
        _socket.BreakUnnoticed();

        Assert.True(client.Send("lost"));
        await client.SendInstant("lost");

        Assert.Empty(_socket.Sent);
    }

    [Fact]
    public async Task Bytes_are_sent_as_a_binary_message()
    {
        using WebsocketClient client = await StartAsync();

        await client.SendInstant("{}"u8.ToArray());

        Assert.Equal(WebSocketMessageType.Binary, Assert.Single(_socket.Sent).Type);
    }

    [Fact]
    public async Task A_message_has_no_limit()
    {
        using WebsocketClient client = await StartAsync();
        Task<ResponseMessage> message = FirstOf(client.MessageReceived);

        _socket.Say(new string('x', 20_000_000));

        Assert.Equal(20_000_000, (await message.InTime()).Text?.Length);
    }

    [Fact]
    public async Task A_stop_waits_without_a_deadline_for_a_system_that_takes_no_frame()
    {
        using WebsocketClient client = await StartAsync();
        _socket.IsStuck = true;

        Task stop = client.Stop(WebSocketCloseStatus.NormalClosure, string.Empty);

        Assert.False(Assert.Single(_socket.Closes).CanBeCanceled);
        Assert.False(stop.IsCompleted);
    }

    [Fact]
    public async Task IsRunning_and_IsStarted_say_nothing_about_the_connection()
    {
        using WebsocketClient client = await StartAsync();
        _socket.BreakUnnoticed();

        Assert.True(client.IsRunning && client.IsStarted);
    }

    private async Task<WebsocketClient> StartAsync()
    {
        WebsocketClient client = new(s_address, logger: null, (_, _) => Task.FromResult<WebSocket>(_socket)) { IsReconnectionEnabled = false };
        await client.StartOrFail();
        return client;
    }

    private static Task<T> FirstOf<T>(IObservable<T> source)
    {
        TaskCompletionSource<T> first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        source.Subscribe(new Observer<T>(item => first.TrySetResult(item)));
        return first.Task;
    }

    private sealed class Observer<T>(Action<T> onNext) : IObserver<T>
    {
        public void OnNext(T value) => onNext(value);

        public void OnError(Exception error)
        {
        }

        public void OnCompleted()
        {
        }
    }
}
