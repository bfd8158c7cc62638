using KanaPerps.Bridging;
using KanaPerps.Testing;
using KanaPerps.Testing.Faults;

namespace KanaPerps.Nats.Tests;

/// <summary>A watcher that reaches the broker alone, over a network.</summary>
public sealed class OtherMachineTests
{
    [Fact]
    public async Task A_watcher_in_another_network_gets_the_rows_of_the_venue_over_an_encrypted_connection()
    {
        BridgeFixture.Require();
        (NetworkNamespace? made, string problem) = await NetworkNamespace.TryCreateAsync();
        Assert.SkipWhen(made is null, $"No second network can be made here, so nothing was watched from one: {problem}");
        await using NetworkNamespace other = made!;
        using Certificates certificates = new(other.HostAddress);
        await using BridgeFixture fixture = await BridgeFixture.StartAsync($"{NatsServer.WithJetStream}\n{certificates.Config}", other.HostAddress);
        await fixture.BridgeAsync(new()
        {
            Server = fixture.Broker.Address,
            Login = new() { IssuerFile = certificates.IssuerFile },
            Endpoint = fixture.Patient.Endpoint,
            Feeds = fixture.Patient.Feeds,
        });
        ScriptedWebSocket socket = await fixture.Venue.AcceptSubscriberAsync();
        await socket.SendTextAsync(Messages.Funding(1));

        await using VictimProcess watcher = VictimProcess.InNetwork(other, KanaEndpoint.From(fixture.Broker.Watch("simulator")), certificates.IssuerFile);
        await watcher.LineAsync("rate 1");
        await socket.SendTextAsync(Messages.Funding(2));
        await watcher.LineAsync("rate 2");
    }
}
