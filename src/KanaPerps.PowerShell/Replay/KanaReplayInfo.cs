using KanaPerps.Simulator.Replay;

namespace KanaPerps.PowerShell;

/// <summary>A recording that is replayed in this process.</summary>
public sealed class KanaReplayInfo
{
    internal KanaReplayInfo(int id, string path, RecordedSteps recording, ReplayOptions options, RecordingReplay replay)
    {
        Id = id;
        Path = path;
        Speed = options.Speed;
        Network = recording.Endpoint.Name;
        From = options.From ?? recording.FirstAt;
        To = options.To ?? recording.LastAt;
        StartedAt = DateTimeOffset.UtcNow;
        Replay = replay;
        Recording = recording;
    }

    /// <summary>A number that names it in this process.</summary>
    public int Id { get; }

    /// <summary>The folder of the recording.</summary>
    public string Path { get; }

    /// <summary>The network that the recording is of, such as Mainnet, or the address of a deployment without a name. Its market ids are those of this network.</summary>
    public string Network { get; }

    /// <summary>The address of its streams: what -Endpoint takes.</summary>
    public Uri Endpoint => Replay.WebSocketUri;

    /// <summary>The address of its REST calls.</summary>
    public Uri RestEndpoint => Replay.RestUri;

    /// <summary>Waiting for its first subscriptions, Playing, Ended, or Failed.</summary>
    public ReplayState State => Replay.State;

    /// <summary>Recorded seconds per second; 0 is as fast as the readers take it.</summary>
    public double Speed { get; }

    /// <summary>Where it begins: the recorded time in UTC, or null when the recording is empty.</summary>
    public DateTimeOffset? From { get; }

    /// <summary>Where it ends: the recorded time in UTC, or null when the recording is empty.</summary>
    public DateTimeOffset? To { get; }

    /// <summary>Up to when it has replayed the recording: the recorded time in UTC, or null before it began.</summary>
    public DateTimeOffset? Position => State == ReplayState.Ended && To is { } end ? end : Replay.Position;

    /// <summary>How much of the time from From to To it has replayed, in percent.</summary>
    public double Progress =>
        State == ReplayState.Ended ? 100
        : From is { } from && To is { } to && Position is { } position && to > from ? Math.Round(Math.Clamp((position - from) / (to - from), 0, 1) * 100, 1)
        : 0;

    /// <summary>How often it has begun again, with -Loop.</summary>
    public int Rounds => Replay.Rounds;

    /// <summary>WebSocket connections open right now.</summary>
    public int Connections => Replay.ConnectionCount;

    /// <summary>Messages sent since the start.</summary>
    public long MessagesSent => Replay.MessagesSent;

    /// <summary>How many places of the recording could not be read so far; Test-KanaRecording lists them.</summary>
    public long TornMembers => Recording.Damages;

    /// <summary>Why it failed, or null.</summary>
    public string? LastError => Replay.Failure?.Message;

    /// <summary>When it was started, in UTC.</summary>
    public DateTimeOffset StartedAt { get; }

    internal RecordingReplay Replay { get; }

    internal RecordedSteps Recording { get; }

    /// <inheritdoc/>
    public override string ToString() => Endpoint.ToString();
}
