using System.Net;
using System.Text.Json;

namespace KanaPerps.Simulator.Tests;

/// <summary>REST calls to an exchange, and what its topics say at the same moment.</summary>
internal static class RestCalls
{
    /// <summary>The whole answer to a call.</summary>
    public static async Task<JsonElement> GetAsync(SimulatedExchange exchange, string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using HttpClient http = new() { BaseAddress = exchange.RestUri };
        using HttpResponseMessage response = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        using JsonDocument document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return document.RootElement.Clone();
    }

    /// <summary>The data of a call that succeeds.</summary>
    public static async Task<JsonElement> DataAsync(SimulatedExchange exchange, string path)
    {
        JsonElement answer = await GetAsync(exchange, path);
        Assert.True(answer.GetProperty("success").GetBoolean());
        return answer.GetProperty("data");
    }

    /// <summary>The rows that a topic has now.</summary>
    public static JsonElement Topic(SimulatedExchange exchange, string topic, string? key)
    {
        byte[] message = [];
        using IDisposable tap = exchange.Tap(topic, key, bytes => message = bytes.ToArray());
        using JsonDocument document = JsonDocument.Parse(message);
        return document.RootElement.GetProperty("data").Clone();
    }
}
