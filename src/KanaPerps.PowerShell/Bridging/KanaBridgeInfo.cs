using KanaPerps.Bridging;

namespace KanaPerps.PowerShell;

/// <summary>A bridge of this process. Its properties are those of the moment at which they are read.</summary>
public sealed class KanaBridgeInfo : IBackgroundRun
{
    internal KanaBridgeInfo(int id, Bridge bridge)
    {
        Id = id;
        Bridge = bridge;
        bridge.StateChanged += (_, e) => StateChanged?.Invoke(this, e);
    }

    /// <summary>A number that names it in this process.</summary>
    public int Id { get; }

    /// <summary>The host and port of the NATS server.</summary>
    public string Server => Bridge.Server;

    /// <summary>What its subjects begin with.</summary>
    public string Prefix => Bridge.Prefix;

    /// <summary>What it does: Publishing; Standby while another bridge publishes all of its feeds; Retrying while the broker takes nothing; Stopped.</summary>
    public BridgeState State => Bridge.State;

    /// <summary>The network, or the address of a deployment without a name.</summary>
    public string Network => Bridge.Endpoint.Name;

    /// <summary>The feeds: topic and market id or profile address.</summary>
    public IReadOnlyList<string> Feeds => Bridge.Feeds;

    /// <summary>How many of the feeds it publishes; the others are published by other bridges.</summary>
    public int Leading => Bridge.Leading;

    /// <summary>Messages received since the start.</summary>
    public long Messages => Bridge.Messages;

    /// <summary>Bytes of these messages as they came.</summary>
    public long Bytes => Bridge.Bytes;

    /// <summary>Messages and notices that the broker has confirmed.</summary>
    public long Published => Bridge.Published;

    /// <summary>Bytes that wait to be confirmed by the broker, or for the other bridge to end.</summary>
    public long BytesWaiting => Bridge.Waiting;

    /// <summary>How often rows may be missing: what the feeds told, and what could not be published.</summary>
    public long Gaps => Bridge.Gaps;

    /// <summary>How old the last message of any feed is, or null when none has come.</summary>
    public TimeSpan? LastMessageAge => Bridge.LastMessageAge;

    /// <summary>When it was started, in UTC.</summary>
    public DateTimeOffset StartedAt => Bridge.StartedAt;

    /// <summary>Why it can't publish now, could not publish the last time, or has ended; null without such a reason.</summary>
    public string? LastError => Bridge.LastError?.Message;

    internal Bridge Bridge { get; }

    Task IBackgroundRun.Completion => Bridge.Completion;

    bool IBackgroundRun.IsRetrying => Bridge.State == BridgeState.Retrying;

    KanaException? IBackgroundRun.EndError => Bridge.EndError;

    string IBackgroundRun.RetryingText => $"{LastError} The bridge tries again each second, and keeps what comes in memory as far as there is room.";

    string IBackgroundRun.RecoveredText => $"The broker {Server} takes messages again. The bridge goes on.";

    string IBackgroundRun.Activity => $"Publishing to {Server}";

    string IBackgroundRun.Progress => FormattableString.Invariant(
        $"{State}: {Leading} of {Feeds.Count} feeds, {Messages:N0} messages, {Published:N0} published, {BytesWaiting / 1e6:N1} MB waiting, {Gaps} gaps");

    /// <summary>The state has changed.</summary>
    public event EventHandler? StateChanged;

    bool IBackgroundRun.Stop(TimeSpan timeout) => Bridge.Stop(timeout);

    /// <inheritdoc/>
    public override string ToString() => $"{Server}, {Prefix}";
}
