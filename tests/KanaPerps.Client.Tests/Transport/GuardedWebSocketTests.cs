using System.Net.WebSockets;
using System.Text;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Transport;
using KanaPerps.WebSockets;

namespace KanaPerps.Client.Tests.Transport;

/// <summary>The guard and Websocket.Client together, over a socket that a test scripts.</summary>
public sealed class GuardedWebSocketTests : IAsyncDisposable
{
    private static readonly Uri s_address = new("ws://localhost");
    private readonly ScriptedSocket _socket = new();
    private readonly GuardedWebSocket _guarded;
    private readonly List<string> _messages = [];
    private readonly List<Exception> _faults = [];
    private int _lulls;

    public GuardedWebSocketTests()
    {
        _guarded = new GuardedWebSocket(_socket, new StreamOptions { MaxMessageBytes = 200_000, CloseTimeout = TimeSpan.FromSeconds(1) }.ConnectionLimits, TimeProvider.System);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _guarded.Dispose();
        return default;
    }

    [Fact]
    public async Task Nothing_is_received_before_the_pump_begins()
    {
        _socket.Say("early");
        using PumpedWebSocket pumped = await StartAsync();
        Assert.Equal(0, _socket.Receives);

        Begin();
        await SeenAsync("early");
        Assert.Equal(["early"], _messages);
    }

    [Fact]
    public async Task Messages_of_any_size_come_once_each_whole_and_in_order()
    {
        // Around the library's first buffer, beyond what it keeps between messages, at our limit, and empty ones between them.
        string[] texts = [.. new[] { 0, 1, 16 * 1024, 16 * 1024 + 1, 0, 65 * 1024, 200_000, 3, 0 }.Select((length, i) => new string((char)('a' + i), length)), "after"];
        using PumpedWebSocket pumped = await StartAsync();
        Begin();

        foreach (string text in texts)
        {
            _socket.Say(text);
        }

        await SeenAsync("after");
        Assert.Equal(texts, _messages);
    }

    [Fact]
    public async Task A_message_beyond_the_limit_ends_the_connection()
    {
        using PumpedWebSocket pumped = await StartAsync();
        Begin();
        _socket.Say(new string('x', 200_001));

        Assert.Equal("a message is larger than 200000 bytes", (await End()).Reason);
        Assert.Empty(_messages);
    }

    [Fact]
    public async Task A_binary_message_is_delivered_as_one()
    {
        using PumpedWebSocket pumped = await StartAsync();
        Begin();
        _socket.Say("{}", WebSocketMessageType.Binary);

        await SeenAsync("binary {}");
    }

    [Fact]
    public async Task An_exception_of_the_consumer_ends_the_connection_and_is_thrown_by_its_end()
    {
        using PumpedWebSocket pumped = await StartAsync();
        _guarded.Begin(_ => throw new NotSupportedException("mine"), () => { });
        _socket.Say("x");

        Assert.Equal("mine", (await Assert.ThrowsAsync<NotSupportedException>(End)).Message);
        Assert.True(_socket.IsAborted);
    }

    [Fact]
    public async Task An_exception_at_the_end_of_a_burst_ends_the_connection_and_is_thrown_by_its_end()
    {
        using PumpedWebSocket pumped = await StartAsync();
        _guarded.Begin(_ => { }, () => throw new NotSupportedException("mine"));
        _socket.Say("x");

        Assert.Equal("mine", (await Assert.ThrowsAsync<NotSupportedException>(End)).Message);
    }

    [Fact]
    public async Task The_library_is_not_told_of_the_end_and_a_send_after_it_fails()
    {
        using PumpedWebSocket pumped = await StartAsync();
        Begin();
        _socket.Break();
        await End();

        Assert.Equal(WebSocketState.Open, _guarded.State);
        await Assert.ThrowsAsync<WebSocketException>(() => pumped.SendAsync("lost"));
        Assert.Empty(_faults);
        Assert.Equal(1, _lulls);
    }

    [Fact]
    public async Task A_close_frame_is_sent_once_and_the_answer_is_received_by_the_pump()
    {
        using PumpedWebSocket pumped = await StartAsync();
        Begin();
        await pumped.StopAsync();
        Assert.Single(_socket.Closes);

        _socket.Close();
        Assert.StartsWith("the venue closed the connection", (await End()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_close_frame_that_the_system_does_not_take_is_given_up()
    {
        using PumpedWebSocket pumped = await StartAsync();
        Begin();
        _socket.IsStuck = true;

        await pumped.StopAsync().WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
    }

    [Fact]
    public async Task A_connection_that_was_never_received_from_can_be_disposed()
    {
        PumpedWebSocket pumped = await StartAsync();
        pumped.Dispose();

        Assert.Equal(0, _socket.Receives);
        Assert.True(_socket.Disposed.IsCompleted);
        await End();
    }

    [Fact]
    public async Task Text_is_sent_as_text()
    {
        using PumpedWebSocket pumped = await StartAsync();
        await pumped.SendAsync("{\"ä\":1}");

        Assert.Equal((WebSocketMessageType.Text, "{\"ä\":1}"), Assert.Single(_socket.Sent));
    }

    private Task<PumpedWebSocket> StartAsync() => PumpedWebSocket.StartAsync(s_address, _guarded, _guarded.Deliver, _faults.Add);

    private void Begin() => _guarded.Begin(
        message =>
        {
            lock (_messages)
            {
                _messages.Add((message.IsBinary ? "binary " : "") + Encoding.UTF8.GetString(message.Payload));
            }
        },
        () => _lulls++);

    private Task<Loss> End() => _guarded.End.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);

    private Task SeenAsync(string message) => Eventually.HoldsAsync(() =>
    {
        lock (_messages)
        {
            return _messages.Contains(message);
        }
    });
}
