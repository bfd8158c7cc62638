using System.Net.Sockets;
using System.Runtime.InteropServices;
using KanaPerps.Simulator;

const int Failed = 1;
const int Misused = 2;

CommandLine commandLine = CommandLine.Parse(args, TimeProvider.System);
if (commandLine.Error is not null)
{
    Console.Error.WriteLine(commandLine.Error);
    Console.Error.WriteLine(CommandLine.Usage);
    return Misused;
}

if (commandLine.Options is null)
{
    Console.WriteLine(CommandLine.Usage);
    return 0;
}

TaskCompletionSource signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

try
{
    SimulatedExchange exchange = SimulatedExchange.Start(commandLine.Options);
    await using (exchange.ConfigureAwait(false))
    {
        Console.WriteLine($"{exchange.WebSocketUri} {exchange.RestUri}");
        Task ended = await Task.WhenAny(signal.Task, exchange.Completion).ConfigureAwait(false);
        await ended.ConfigureAwait(false);
    }

    return 0;
}
catch (SocketException exception)
{
    Console.Error.WriteLine($"Port {commandLine.Options.Port} of 127.0.0.1 cannot be used: {exception.Message}.");
    return Failed;
}

void Stop(PosixSignalContext context)
{
    // Without this the process would end before the connections are closed.
    context.Cancel = true;
    signal.TrySetResult();
}
