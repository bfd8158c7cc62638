using KanaPerps.Recording;

namespace KanaPerps.PowerShell;

/// <summary>A recording of this process. Its properties are those of the moment at which they are read.</summary>
public sealed class KanaRecordingInfo : IBackgroundRun
{
    internal KanaRecordingInfo(int id, Recorder recorder)
    {
        Id = id;
        Recorder = recorder;
        recorder.StateChanged += (_, e) => StateChanged?.Invoke(this, e);
    }

    /// <summary>A number that names it in this process.</summary>
    public int Id { get; }

    /// <summary>The folder.</summary>
    public string Path => Recorder.Path;

    /// <summary>What it does: Recording; Retrying while the disk takes nothing; Stopped.</summary>
    public RecorderState State => Recorder.State;

    /// <summary>The network, or the address of a deployment without a name.</summary>
    public string Network => Recorder.Endpoint.Name;

    /// <summary>The feeds: topic and market id or profile address.</summary>
    public IReadOnlyList<string> Feeds => Recorder.Feeds;

    /// <summary>Data files in the folder.</summary>
    public int Files => Recorder.Files;

    /// <summary>Messages recorded since the start, those that are not written yet included.</summary>
    public long Messages => Recorder.Messages;

    /// <summary>Bytes of these messages as they came.</summary>
    public long Bytes => Recorder.Bytes;

    /// <summary>Bytes written to files since the start.</summary>
    public long BytesWritten => Recorder.BytesWritten;

    /// <summary>How often data may be missing: what the feeds told, and what could not be recorded.</summary>
    public long Gaps => Recorder.Gaps;

    /// <summary>How old the last message of any feed is, or null when none has come.</summary>
    public TimeSpan? LastMessageAge => Recorder.LastMessageAge;

    /// <summary>When it was started, in UTC.</summary>
    public DateTimeOffset StartedAt => Recorder.StartedAt;

    /// <summary>Why it can't write, could not write the last time, or has ended; or null.</summary>
    public string? LastError => Recorder.LastError?.Message;

    internal Recorder Recorder { get; }

    Task IBackgroundRun.Completion => Recorder.Completion;

    bool IBackgroundRun.IsRetrying => Recorder.State == RecorderState.Retrying;

    KanaException? IBackgroundRun.EndError => Recorder.EndError;

    string IBackgroundRun.RetryingText => $"{LastError} The recording tries again each second, and keeps what comes in memory as far as there is room.";

    string IBackgroundRun.RecoveredText => $"'{Path}' can be written to again. The recording goes on.";

    string IBackgroundRun.Activity => $"Recording to {Path}";

    string IBackgroundRun.Progress => FormattableString.Invariant(
        $"{State}: {Feeds.Count} feeds, {Messages:N0} messages, {Bytes / 1e6:N1} MB as {BytesWritten / 1e6:N1} MB, {Gaps} gaps");

    /// <summary>The state has changed.</summary>
    public event EventHandler? StateChanged;

    bool IBackgroundRun.Stop(TimeSpan timeout) => Recorder.Stop(timeout);

    /// <inheritdoc/>
    public override string ToString() => Path;
}
