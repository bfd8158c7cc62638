using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using KanaPerps.Streaming;
using KanaPerps.WebSockets;

namespace KanaPerps.Client.Tests.Streaming;

/// <summary>What Websocket.Client would do by itself, and must not.</summary>
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
        _guarded = new GuardedWebSocket(_socket, new StreamOptions { MaxMessageBytes = 200_000, CloseTimeout = TimeSpan.FromSeconds(1) });
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

    [Theory]
    [InlineData(0)]
    [InlineData(16 * 1024)]
    [InlineData(16 * 1024 + 1)]
    [InlineData(200_000)]
    public async Task A_message_of_any_size_comes_once_and_whole(int length)
    {
        string text = new('x', length);
        using PumpedWebSocket pumped = await StartAsync();
        Begin();

        _socket.Say(text);
        _socket.Say("after");
        await SeenAsync("after");

        Assert.Equal([text, "after"], _messages);
    }

    [Fact]
    public async Task A_message_beyond_the_limit_is_the_end()
    {
        using PumpedWebSocket pumped = await StartAsync();
        Begin();
        _socket.Say(new string('x', 200_001));

        Assert.Equal("a message is larger than 200000 bytes", (await End()).Reason);
        Assert.Empty(_messages);
    }

    [Fact]
    public async Task Binary_messages_are_told_from_text()
    {
        using PumpedWebSocket pumped = await StartAsync();
        Begin();
        _socket.Say("{}", WebSocketMessageType.Binary);

        await SeenAsync("binary {}");
    }

    [Fact]
    public async Task What_the_consumer_throws_is_the_end_and_reaches_whoever_waits_for_it()
    {
        using PumpedWebSocket pumped = await StartAsync();
        _guarded.Begin(_ => throw new NotSupportedException("mine"), () => { });
        _socket.Say("x");

        Assert.Equal("mine", (await Assert.ThrowsAsync<NotSupportedException>(End)).Message);
        Assert.True(_socket.IsAborted);
    }

    [Fact]
    public async Task What_is_thrown_at_a_lull_reaches_whoever_waits_for_the_end()
    {
        using PumpedWebSocket pumped = await StartAsync();
        _guarded.Begin(_ => { }, () => throw new NotSupportedException("mine"));
        _socket.Say("x");

        Assert.Equal("mine", (await Assert.ThrowsAsync<NotSupportedException>(End)).Message);
    }

    [Fact]
    public async Task The_library_never_hears_of_the_end_and_sends_are_never_dropped_in_silence()
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
    public async Task A_goodbye_is_said_once_and_its_answer_received_by_the_pump()
    {
        using PumpedWebSocket pumped = await StartAsync();
        Begin();
        await pumped.StopAsync();
        Assert.Equal(1, _socket.Closes);

        _socket.Close();
        Assert.StartsWith("the venue closed the connection", (await End()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_goodbye_that_the_system_does_not_take_is_given_up()
    {
        using PumpedWebSocket pumped = await StartAsync();
        Begin();
        _socket.IsStuck = true;

        await pumped.StopAsync().WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
    }

    [Fact]
    public async Task What_was_never_begun_can_be_disposed()
    {
        PumpedWebSocket pumped = await StartAsync();
        pumped.Dispose();

        Assert.Equal(0, _socket.Receives);
        Assert.True(_socket.IsDisposed);
        await End();
    }

    [Fact]
    public async Task Text_is_sent_as_text()
    {
        using PumpedWebSocket pumped = await StartAsync();
        await pumped.SendAsync("{\"ä\":1}");

        Assert.Equal((WebSocketMessageType.Text, "{\"ä\":1}"), Assert.Single(_socket.Sent));
    }

    private Task<PumpedWebSocket> StartAsync() => PumpedWebSocket.StartAsync(s_address, _guarded, _guarded.Hand, _faults.Add);

    private void Begin() => _guarded.Begin(
        frame =>
        {
            lock (_messages)
            {
                _messages.Add((frame.Type == WebSocketMessageType.Binary ? "binary " : "") + Encoding.UTF8.GetString(frame.Payload));
            }
        },
        () => _lulls++);

    private Task<Loss> End() => _guarded.End.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);

    private async Task SeenAsync(string message)
    {
        while (true)
        {
            lock (_messages)
            {
                if (_messages.Contains(message))
                {
                    return;
                }
            }

            await Task.Delay(5, Cancellation);
        }
    }

    private sealed class ScriptedSocket : WebSocket
    {
        private readonly Channel<(byte[] Bytes, WebSocketMessageType Type)> _script = Channel.CreateUnbounded<(byte[], WebSocketMessageType)>();
        private (byte[] Bytes, WebSocketMessageType Type)? _current;
        private int _at;

        public int Receives { get; private set; }

        public int Closes { get; private set; }

        public bool IsStuck { get; set; }

        public bool IsAborted { get; private set; }

        public bool IsDisposed { get; private set; }

        public List<(WebSocketMessageType Type, string Text)> Sent { get; } = [];

        public override WebSocketCloseStatus? CloseStatus => WebSocketCloseStatus.NormalClosure;

        public override string? CloseStatusDescription => null;

        public override string? SubProtocol => null;

        public override WebSocketState State => IsAborted ? WebSocketState.Aborted : WebSocketState.Open;

        public void Say(string text, WebSocketMessageType type = WebSocketMessageType.Text) => _script.Writer.TryWrite((Encoding.UTF8.GetBytes(text), type));

        public void Close() => _script.Writer.TryWrite(([], WebSocketMessageType.Close));

        public void Break()
        {
            IsAborted = true;
            _script.Writer.TryComplete(new WebSocketException(WebSocketError.ConnectionClosedPrematurely));
        }

        public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            Receives++;
            if (_current is null)
            {
                try
                {
                    _current = await _script.Reader.ReadAsync(cancellationToken);
                }
                catch (ChannelClosedException e)
                {
                    throw e.InnerException ?? e;
                }

                _at = 0;
            }

            (byte[] bytes, WebSocketMessageType type) = _current.Value;
            int count = Math.Min(buffer.Length, bytes.Length - _at);
            bytes.AsSpan(_at, count).CopyTo(buffer.Span);
            _at += count;
            bool isWhole = _at == bytes.Length;
            _current = isWhole ? null : _current;
            return new(count, type, isWhole);
        }

        public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
        {
            if (IsAborted)
            {
                throw new WebSocketException(WebSocketError.InvalidState);
            }

            Sent.Add((messageType, Encoding.UTF8.GetString(buffer)));
            return Task.CompletedTask;
        }

        public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
        {
            Closes++;
            return IsStuck ? Task.Delay(Timeout.Infinite, cancellationToken) : Task.CompletedTask;
        }

        public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override void Abort() => Break();

        public override void Dispose() => IsDisposed = true;
    }
}
