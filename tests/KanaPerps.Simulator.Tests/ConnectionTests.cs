using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace KanaPerps.Simulator.Tests;

public sealed class ConnectionTests : IDisposable
{
    private readonly SimulatedExchange _exchange = SimulatedExchange.Start(Worlds.Manual);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _exchange.Dispose();

    [Fact]
    public async Task Every_ping_gets_its_pong_also_between_messages()
    {
        using RawConnection connection = await RawConnection.UpgradeAsync(_exchange);
        await connection.SendFrameAsync(0x1, Encoding.UTF8.GetBytes("""{"topic":"orderbook","market_id":"14"}"""));
        await connection.ReadFrameAsync();
        for (byte i = 0; i < 20; i++)
        {
            _exchange.Step(5);
            await connection.SendFrameAsync(RawConnection.Ping, i, 0xFE);
        }

        List<byte[]> pongs = [];
        while (pongs.Count < 20)
        {
            (byte opcode, byte[] payload) = await connection.ReadFrameAsync();
            if (opcode == RawConnection.Pong)
            {
                pongs.Add(payload);
            }
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(i => new byte[] { (byte)i, 0xFE }), pongs);
    }

    [Fact]
    public async Task A_close_is_answered_with_its_own_code_and_the_connection_is_no_longer_counted()
    {
        using RawConnection connection = await RawConnection.UpgradeAsync(_exchange);
        Assert.Equal(1, _exchange.ConnectionCount);

        await connection.SendFrameAsync(RawConnection.Close, 0x03, 0xE8);

        (byte opcode, byte[] payload) = await connection.ReadFrameAsync();
        Assert.Equal(RawConnection.Close, opcode);
        Assert.Equal([0x03, 0xE8], payload);
        await _exchange.WaitForConnectionCountAsync(0, Token);
        Assert.Equal(1, _exchange.TotalConnections);
        Assert.Empty(_exchange.Subscriptions);
    }

    [Fact]
    public async Task Closing_by_the_server_brings_code_and_reason()
    {
        using SimulatorClient client = await SimulatorClient.ConnectAsync(_exchange);
        _exchange.CloseConnections(1012, "service restart");

        WebSocketReceiveResult result = await client.Socket.ReceiveAsync(new byte[100], Token);

        Assert.Equal(WebSocketMessageType.Close, result.MessageType);
        Assert.Equal((1012, "service restart"), ((int)client.Socket.CloseStatus!.Value, client.Socket.CloseStatusDescription));
        await client.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Token);
        await _exchange.WaitForConnectionCountAsync(0, Token);
    }

    [Fact]
    public async Task Dropping_ends_a_connection_without_a_goodbye()
    {
        using SimulatorClient client = await SimulatorClient.ConnectAsync(_exchange);
        _exchange.DropConnections();

        await Assert.ThrowsAsync<WebSocketException>(() => client.Socket.ReceiveAsync(new byte[100], Token));
        await _exchange.WaitForConnectionCountAsync(0, Token);
    }

    [Fact]
    public async Task A_reader_that_reads_nothing_holds_up_neither_the_market_nor_others()
    {
        using SimulatorClient lazy = await SimulatorClient.ConnectAsync(_exchange);
        foreach (string market in (string[])["14", "15", "16", "31"])
        {
            await lazy.SendAsync($$"""{"topic":"orderbook","market_id":"{{market}}"}""");
        }

        await lazy.ReceiveAsync();
        using SimulatorClient eager = await SimulatorClient.ConnectAsync(_exchange);
        await eager.SubscribeAsync("live_funding_rate");
        _exchange.Step(2000);

        // Ten seconds of the venue have passed several times: the rate has changed.
        Assert.Contains("live_funding_rate", await eager.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("GET\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nno colon\r\n\r\n")]
    [InlineData("GET relative HTTP/1.1\r\n\r\n")]
    public async Task Garbage_is_refused_and_the_connection_ended(string garbage)
    {
        using RawConnection connection = await RawConnection.OpenAsync(_exchange);
        await connection.WriteAsync(garbage);
        string answer = await connection.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.EndsWith("""{"success":false,"message":"Malformed request"}""", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_without_end_is_refused_at_its_bound()
    {
        using RawConnection connection = await RawConnection.OpenAsync(_exchange);
        await connection.WriteAsync("GET / HTTP/1.1\r\nX: " + new string('x', 16 * 1024));

        Assert.StartsWith("HTTP/1.1 400 ", await connection.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sec-WebSocket-Version: 8\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "426")]
    [InlineData("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short", "400")]
    [InlineData("Sec-WebSocket-Version: 13", "400")]
    public async Task A_wrong_handshake_is_refused(string headers, string status)
    {
        using RawConnection connection = await RawConnection.OpenAsync(_exchange);
        await connection.WriteAsync($"GET /ws/ HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n{headers}\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", await connection.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_loopback_is_listened_on()
    {
        IPEndPoint[] listeners = [.. IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(e => e.Port == _exchange.RestUri.Port)];

        Assert.Equal([new IPEndPoint(IPAddress.Loopback, _exchange.RestUri.Port)], listeners);
        Assert.Equal(_exchange.RestUri.Port, _exchange.WebSocketUri.Port);
    }

    [Fact]
    public void A_taken_port_is_an_error()
    {
        Assert.Throws<SocketException>(() => SimulatedExchange.Start(Worlds.Manual with { Port = _exchange.RestUri.Port }));
    }
}
