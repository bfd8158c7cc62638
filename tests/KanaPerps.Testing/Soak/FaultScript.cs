using KanaPerps.Simulator;
using KanaPerps.Testing.Faults;

namespace KanaPerps.Testing.Soak;

/// <summary>Injects one fault after the other, drawn by a seed.</summary>
internal sealed class FaultScript
{
    private readonly FaultProxy _proxy;
    private readonly SimulatedExchange _exchange;
    private readonly Random _random;
    private readonly Dictionary<string, int> _injected = [];

    public FaultScript(FaultProxy proxy, SimulatedExchange exchange, int seed)
    {
        _proxy = proxy;
        _exchange = exchange;
        _random = new Random(seed);
    }

    public IReadOnlyDictionary<string, int> Injected => _injected;

    /// <summary>Injects faults until the time is over, then heals everything.</summary>
    public async Task RunAsync(TimeSpan length)
    {
        using CancellationTokenSource end = new(length);
        try
        {
            while (true)
            {
                await InjectAsync(end.Token);
                _proxy.Settings.Heal();
                await Schedule.PauseAsync(TimeSpan.FromMilliseconds(_random.Next(100, 900)), end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            _proxy.Settings.Heal();
        }
    }

    private async Task InjectAsync(CancellationToken end)
    {
        switch (_random.Next(10))
        {
            case 0:
                Count("reset");
                _proxy.ResetAll();
                break;
            case 1:
                Count("end without close");
                _proxy.EndAll();
                break;
            case 2:
                Count("half open");
                _proxy.HalfOpenAll();
                break;
            case 3:
                Count("close");
                _exchange.CloseConnections(_random.Next(2) == 0 ? 1001 : 1012, "restart");
                break;
            case 4:
                Count("black hole to client");
                _proxy.Settings.BlackHoleToClient = true;
                await Schedule.PauseAsync(TimeSpan.FromMilliseconds(_random.Next(500, 4000)), end);
                break;
            case 5:
                Count("black hole to server");
                _proxy.Settings.BlackHoleToServer = true;
                await Schedule.PauseAsync(TimeSpan.FromMilliseconds(_random.Next(500, 4000)), end);
                break;
            case 6:
                Count("small slices");
                _proxy.Settings.LargestSlice = 400;
                await Schedule.PauseAsync(TimeSpan.FromMilliseconds(_random.Next(200, 1000)), end);
                break;
            case 7:
                Count("latency");
                _proxy.Settings.Latency = TimeSpan.FromMilliseconds(_random.Next(20, 300));
                await Schedule.PauseAsync(TimeSpan.FromMilliseconds(_random.Next(200, 1500)), end);
                break;
            case 8:
                Count("refusal");
                _proxy.Settings.RefusesNew = true;
                _proxy.ResetAll();
                await Schedule.PauseAsync(TimeSpan.FromMilliseconds(_random.Next(200, 2000)), end);
                break;
            default:
                Count("reset within a message");
                _proxy.Settings.ResetAfterBytes = _random.Next(1, 200_000);
                await Schedule.PauseAsync(TimeSpan.FromMilliseconds(_random.Next(200, 1500)), end);
                break;
        }
    }

    private void Count(string fault) => _injected[fault] = _injected.GetValueOrDefault(fault) + 1;
}
