using System.Collections.Concurrent;
using KanaPerps.Nats;

namespace KanaPerps.Bridging;

/// <summary>When each bridge of a network last said that it runs. Times are those of this process: the clock of another machine is not compared.</summary>
internal sealed class BridgeHeartbeats
{
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, Beat> _beats = new();

    public BridgeHeartbeats(TimeProvider time)
    {
        _time = time;
    }

    /// <summary>Takes a heartbeat.</summary>
    /// <param name="message">What came at the subject of heartbeats.</param>
    public void Take(in BrokerMessage message)
    {
        // One that the stream may not have stored is no sign that the bridge can publish.
        if (BridgeRecord.Read(message.Payload) is { Bridge.Length: > 0 } beat && (beat.Confirmed is true || beat.Ends is true))
        {
            _beats[beat.Bridge] = new(_time.GetTimestamp(), beat.Ends is true);
        }
    }

    /// <summary>How long ago a bridge last said that it runs.</summary>
    /// <param name="bridge">The bridge.</param>
    /// <returns>The time, or null where it never did.</returns>
    public TimeSpan? Age(string bridge) => _beats.TryGetValue(bridge, out Beat beat) ? _time.GetElapsedTime(beat.At) : null;

    /// <summary>Whether a bridge said that it ends.</summary>
    /// <param name="bridge">The bridge.</param>
    /// <returns>Whether it did.</returns>
    public bool HasEnded(string bridge) => _beats.TryGetValue(bridge, out Beat beat) && beat.Ends;

    private readonly record struct Beat(long At, bool Ends);
}
