using System.Runtime.InteropServices;
using KanaPerps;
using KanaPerps.Rest;
using KanaPerps.Samples.LiveBook;
using KanaPerps.Simulator;
using KanaPerps.Streaming;
using KanaPerps.Topics;

const string Apt = "14";

using CancellationTokenSource stop = new(TimeSpan.FromSeconds(15));
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

await using SimulatedExchange exchange = SimulatedExchange.Start(new SimulatorOptions { Rate = 3, ClockSpeed = 3600, Start = DateTimeOffset.UtcNow });
await using ConnectionManager connections = new();
KanaEndpoint endpoint = KanaEndpoint.From(exchange.WebSocketUri, KanaNetwork.Simulator);
Console.WriteLine($"An exchange of our own at {endpoint}, for 15 seconds or until Ctrl+C.");

using KanaRestClient rest = new(endpoint);
Profile me = await rest.GetProfileAddressAsync("0x5a11ce");
Console.WriteLine($"Wallet 0x5a11ce has the profile {me.ProfileAddress}.");

// Three subscriptions, three sockets, one loop each: a slow one does not hold up the others.
await Task.WhenAll(
    Printer.PrintAsync(connections.Subscribe(endpoint, KanaTopics.OrderBook, Apt), Lines.OfBook, TimeSpan.FromSeconds(1), stop.Token),
    Printer.PrintAsync(connections.Subscribe(endpoint, KanaTopics.RecentTrades, Apt, new SubscriptionOptions { NewOnly = true }), Lines.OfTrade, TimeSpan.Zero, stop.Token),
    Printer.PrintAsync(connections.Subscribe(endpoint, KanaTopics.Positions, me.ProfileAddress), Lines.OfPosition, TimeSpan.Zero, stop.Token));

foreach (ConnectionStatus connection in connections.GetConnections())
{
    Console.WriteLine(FormattableString.Invariant($"{connection.Topic}: {connection.Messages} messages, {connection.Bytes} bytes, {connection.Reconnects} reconnects, {connection.BadMessages} bad"));
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
