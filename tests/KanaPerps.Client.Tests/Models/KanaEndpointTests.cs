namespace KanaPerps.Client.Tests.Models;

public sealed class KanaEndpointTests
{
    [Fact]
    public void The_venues_addresses_are_those_of_its_documentation()
    {
        Assert.Equal("wss://perpetuals-indexer-ws.kana.trade/ws/", $"{KanaEndpoint.Mainnet}");
        Assert.Equal("wss://perpetuals-indexer-ws-develop.kanalabs.io/ws/", $"{KanaEndpoint.Testnet}");
        Assert.Equal("https://perps-tradeapi.kana.trade/", $"{KanaEndpoint.Mainnet.Rest}");
        Assert.Equal("https://perps-tradeapi.kanalabs.io/", $"{KanaEndpoint.Testnet.Rest}");
    }

    [Theory]
    [InlineData("wss://example.org/ws/", "wss://example.org/ws/", "https://example.org/")]
    [InlineData("wss://example.org:8443/a/b", "wss://example.org:8443/a/b", "https://example.org:8443/")]
    [InlineData("https://example.org", "wss://example.org/ws/", "https://example.org/")]
    [InlineData("https://example.org/api", "wss://example.org/ws/", "https://example.org/api/")]
    [InlineData("https://example.org/api/?a=b", "wss://example.org/ws/", "https://example.org/api/?a=b")]
    [InlineData("ws://127.0.0.1:9210/ws/", "ws://127.0.0.1:9210/ws/", "http://127.0.0.1:9210/")]
    [InlineData("ws://[::1]:9210/ws/", "ws://[::1]:9210/ws/", "http://[::1]:9210/")]
    [InlineData("ws://localhost/ws/", "ws://localhost/ws/", "http://localhost/")]
    [InlineData("http://127.8.9.1:80/", "ws://127.8.9.1/ws/", "http://127.8.9.1/")]
    public void One_address_gives_the_other(string address, string webSocket, string rest)
    {
        KanaEndpoint endpoint = KanaEndpoint.From(new Uri(address));

        Assert.Equal((new Uri(webSocket), new Uri(rest), KanaNetwork.Custom), (endpoint.WebSocket, endpoint.Rest, endpoint.Network));
    }

    [Theory]
    [InlineData("nats://host/kana/mainnet", "nats://host:4222/kana/mainnet", KanaNetwork.Mainnet, "https://perps-tradeapi.kana.trade/")]
    [InlineData("nats://me:word@127.0.0.1:5000/team.kana/Testnet/", "nats://127.0.0.1:5000/team.kana/testnet", KanaNetwork.Testnet, "https://perps-tradeapi.kanalabs.io/")]
    [InlineData("tls://host:4222/kana/simulator", "tls://host:4222/kana/simulator", KanaNetwork.Simulator, "https://unknown.invalid/")]
    [InlineData("nats://host/kana/ws%3A%2F%2F127.0.0.1%3A9%2Fws%2F", "nats://host:4222/kana/ws%3A%2F%2F127.0.0.1%3A9%2Fws%2F", KanaNetwork.Custom, "https://unknown.invalid/")]
    public void What_bridges_publish_has_the_name_and_the_REST_address_of_its_network(string address, string streams, KanaNetwork network, string rest)
    {
        KanaEndpoint endpoint = KanaEndpoint.From(new Uri(address));

        Assert.Equal((streams, network, new Uri(rest)), (endpoint.WebSocket.AbsoluteUri, endpoint.Network, endpoint.Rest));
        Assert.Equal(endpoint, KanaEndpoint.From(endpoint.WebSocket));
    }

    [Theory]
    [InlineData("ws://example.org/ws/")]
    [InlineData("http://example.org/")]
    [InlineData("ws://localhost.example.org/ws/")]
    [InlineData("ws://127.0.0.1.example.org/ws/")]
    [InlineData("ws://127.0.0.1@example.org/ws/")]
    [InlineData("ws://10.0.0.1/ws/")]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("file:///ws/")]
    [InlineData("/ws/")]
    [InlineData("example.org")]
    public void Plain_text_over_a_network_and_other_schemes_are_refused(string address)
    {
        KanaException e = Assert.Throws<KanaException>(() => KanaEndpoint.From(new Uri(address, UriKind.RelativeOrAbsolute)));

        Assert.Equal(KanaErrorKind.InvalidEndpoint, e.Kind);
        Assert.Contains(address.Replace("127.0.0.1@", "", StringComparison.Ordinal), e.Message, StringComparison.Ordinal);
        Assert.NotEmpty(e.NextStep);
    }

    [Theory]
    [InlineData("wss://user:secret@example.org/ws/?a=b@c", "wss://example.org/ws/?a=b@c")]
    [InlineData("http://user@127.0.0.1:81/", "ws://127.0.0.1:81/ws/")]
    public void A_name_and_a_password_are_taken_out_of_an_address(string address, string streams)
    {
        KanaEndpoint endpoint = KanaEndpoint.From(new Uri(address));

        Assert.Equal(streams, endpoint.WebSocket.ToString());
        Assert.Equal(streams, endpoint.Name);
        Assert.Empty(endpoint.Rest.UserInfo);
    }

    [Fact]
    public void An_endpoint_keeps_the_name_it_is_given() =>
        Assert.Equal(KanaNetwork.Simulator, KanaEndpoint.From(new Uri("ws://127.0.0.1:1/ws/"), KanaNetwork.Simulator).Network);

    [Fact]
    public void A_named_deployment_keeps_its_name_when_it_is_given_by_its_address()
    {
        Assert.Same(KanaEndpoint.Testnet, KanaEndpoint.From(KanaEndpoint.Testnet.WebSocket));
        Assert.Same(KanaEndpoint.Mainnet, KanaEndpoint.From(KanaEndpoint.Mainnet.Rest));
    }

    [Fact]
    public void A_deployment_without_a_name_goes_by_its_address()
    {
        Assert.Equal("wss://example.test/ws/", KanaEndpoint.From(new Uri("https://example.test/")).Name);
        Assert.Equal("Mainnet", KanaEndpoint.Mainnet.Name);
    }
}
