using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace KanaPerps.Simulator.Tests;

/// <summary>Any WebSocket client: connects, asks, reads whole messages.</summary>
internal sealed class SimulatorClient : IDisposable
{
    public const string Wallet = "0x5a11ce";

    public static string Account { get; } = SimulatedExchange.ProfileAddressOf(Wallet)!;

    public static string OtherAccount { get; } = SimulatedExchange.ProfileAddressOf("0xa1")!;

    public static string UnusedAccount { get; } = SimulatedExchange.ProfileAddressOf("0x10000")!;

    private readonly byte[] _buffer = new byte[64 * 1024];

    public ClientWebSocket Socket { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<SimulatorClient> ConnectAsync(SimulatedExchange exchange)
    {
        SimulatorClient client = new();
        await client.Socket.ConnectAsync(exchange.WebSocketUri, Token);
        return client;
    }

    public async Task SendAsync(string text) => await Socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, Token);

    /// <summary>Subscribes to a topic of an account or market, or to one without a key, and reads its first message.</summary>
    public async Task<string> SubscribeAsync(string topic, string? address = null, string? marketId = null)
    {
        Dictionary<string, string> request = new() { ["topic"] = topic };
        if (address is not null)
        {
            request["address"] = address;
        }

        if (marketId is not null)
        {
            request["market_id"] = marketId;
        }

        await SendAsync(JsonSerializer.Serialize(request));
        return await ReceiveAsync();
    }

    /// <summary>Sends a request and proves that nothing came of it: requests are answered in order, so an answer would be the first message.</summary>
    public async Task AssertSilenceAsync(string request)
    {
        await SendAsync(request);
        Assert.StartsWith("""{"data":[{"funding_rate":""", await SubscribeAsync("live_funding_rate"), StringComparison.Ordinal);
    }

    public async Task<string> ReceiveAsync()
    {
        using MemoryStream message = new();
        while (true)
        {
            ValueWebSocketReceiveResult result = await Socket.ReceiveAsync(_buffer.AsMemory(), Token);
            Assert.NotEqual(WebSocketMessageType.Close, result.MessageType);
            message.Write(_buffer, 0, result.Count);
            if (result.EndOfMessage)
            {
                return Encoding.UTF8.GetString(message.ToArray());
            }
        }
    }

    public void Dispose() => Socket.Dispose();
}
