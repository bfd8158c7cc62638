using System.Threading.Channels;

namespace KanaPerps.Bridging;

/// <summary>Wakes one loop. Signals that come before it looks are one.</summary>
internal sealed class WakeSignal
{
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Wakes the loop.</summary>
    public void Set() => _signal.Writer.TryWrite(true);

    /// <summary>Waits for the next signal.</summary>
    /// <param name="stop">Ends the wait.</param>
    public ValueTask<bool> WaitAsync(CancellationToken stop) => _signal.Reader.ReadAsync(stop);
}
