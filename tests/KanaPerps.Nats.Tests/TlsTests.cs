using KanaPerps.Bridging;
using KanaPerps.Testing.Faults;
using KanaPerps.Topics;

namespace KanaPerps.Nats.Tests;

/// <summary>Connections that are encrypted, and those that must be and are not.</summary>
public sealed class TlsTests
{
    [Fact]
    public async Task A_certificate_of_an_issuer_that_is_given_is_trusted_for_its_own_host_alone()
    {
        BridgeFixture.Require();
        using Certificates right = new("localhost");
        using Certificates wrong = new("broker.example");
        await using BridgeFixture fixture = await BridgeFixture.StartAsync($"{NatsServer.WithJetStream}\n{right.Config}");
        Uri address = new($"tls://localhost:{fixture.Broker.Port}");

        KanaException untrusted = await FailAsync(fixture, address, null);
        Assert.Equal(KanaErrorKind.Certificate, untrusted.Kind);
        Assert.Contains("its issuer is not trusted", untrusted.Message, StringComparison.Ordinal);

        Bridge bridge = await fixture.BridgeAsync(With(fixture, address, right.IssuerFile));
        Assert.Equal(BridgeState.Publishing, bridge.State);

        await using BridgeFixture other = await BridgeFixture.StartAsync($"{NatsServer.WithJetStream}\n{wrong.Config}");
        KanaException mismatch = await FailAsync(other, new($"tls://localhost:{other.Broker.Port}"), wrong.IssuerFile);
        Assert.Equal(KanaErrorKind.Certificate, mismatch.Kind);
        Assert.Contains("it is for another host", mismatch.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_TLS_is_not_used_where_TLS_is_asked_for()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        KanaException error = await FailAsync(fixture, new($"tls://localhost:{fixture.Broker.Port}"), null);
        Assert.Equal(KanaErrorKind.ConnectFailed, error.Kind);
        Assert.Contains("does not offer TLS", error.Message, StringComparison.Ordinal);
    }

    private static Task<KanaException> FailAsync(BridgeFixture fixture, Uri address, string? issuerFile) =>
        Assert.ThrowsAsync<KanaException>(() => fixture.BridgeAsync(With(fixture, address, issuerFile)));

    private static BridgeOptions With(BridgeFixture fixture, Uri address, string? issuerFile) => new()
    {
        Server = address,
        Login = new() { IssuerFile = issuerFile },
        Endpoint = KanaEndpoint.From(fixture.Venue.WebSocketUri, KanaNetwork.Simulator),
        Feeds = [(KanaTopics.FundingRates, null)],
        Times = BridgeFixture.Quick,
    };
}
