using KanaPerps.Recording;
using KanaPerps.Streaming;

namespace KanaPerps.Simulator.Replay;

/// <summary>A recording on the disk as the steps of a replay, read while it is replayed, in constant memory.</summary>
public sealed class RecordedSteps
{
    // A recorder asks for markets and profiles when it starts, and the answers come while it records already.
    private static readonly TimeSpan s_asking = TimeSpan.FromSeconds(30);

    private readonly RecordingFolder _folder;
    private long _damages;

    private RecordedSteps(RecordingFolder folder)
    {
        _folder = folder;
        (FirstAt, LastAt) = RecordingSpan.Of(folder);
    }

    /// <summary>The deployment that was recorded.</summary>
    public KanaEndpoint Endpoint => _folder.Description.Endpoint;

    /// <summary>The time of its first line, or null when it has none.</summary>
    public DateTimeOffset? FirstAt { get; }

    /// <summary>The time of its last line, or null when that can't be told without reading all of it.</summary>
    public DateTimeOffset? LastAt { get; }

    /// <summary>How many places could not be read so far.</summary>
    public long Damages => Interlocked.Read(ref _damages);

    /// <summary>Opens a recording. It may take long, and for ever on a drive that hangs.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>The recording.</returns>
    /// <exception cref="KanaException">Nothing is there, it can't be read, or a later version wrote it.</exception>
    public static RecordedSteps Open(string path) => new(RecordingFolder.Open(path));

    /// <summary>Begins to serve it.</summary>
    /// <param name="options">How.</param>
    /// <param name="time">The clock, or null for the system's.</param>
    /// <returns>The replay. It waits for its first subscriptions.</returns>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken or not permitted.</exception>
    public RecordingReplay Replay(ReplayOptions options, TimeProvider? time = null) => new(options, stop => Read(options, stop), time ?? TimeProvider.System);

    private IEnumerable<ReplayStep> Read(ReplayOptions options, CancellationToken stop)
    {
        foreach (ReplayStep answer in ReadFirstAnswers(stop))
        {
            yield return answer;
        }

        using RecordingReader reader = ReaderOf(new ReadOptions { From = options.From, To = options.To }, stop);
        RecordedStart start = new(options.From);
        while (reader.Read())
        {
            if (reader.Damage is { IsLoss: true })
            {
                Interlocked.Increment(ref _damages);
            }

            if (StepOf(reader) is not { } step)
            {
                continue;
            }

            if (step.Kind == ReplayStepKind.Rest)
            {
                yield return step;
                continue;
            }

            if (step.At > options.To || start.Takes(step, reader.IsRepeat))
            {
                continue;
            }

            foreach (ReplayStep initial in start.TakeAll())
            {
                yield return initial;
            }

            yield return step;
        }

        foreach (ReplayStep initial in start.TakeAll())
        {
            yield return initial;
        }
    }

    // A client asks before it subscribes: nothing has been played by then. Damages count where the replay comes to them.
    private IEnumerable<ReplayStep> ReadFirstAnswers(CancellationToken stop)
    {
        using RecordingReader reader = ReaderOf(new ReadOptions { To = FirstAt + s_asking }, stop);
        while (reader.Read())
        {
            if (reader is { Damage: null, Kind: RecordedKind.Rest } && StepOf(reader) is { } answer)
            {
                yield return answer;
            }
        }
    }

    private RecordingReader ReaderOf(ReadOptions part, CancellationToken stop) =>
        new(new BlockPump(ended => _folder.Read(part, ended), stop), _folder.Description.Endpoint);

    // A damage has lost messages of whichever feed.
    private static ReplayStep? StepOf(RecordingReader reader) => reader switch
    {
        { Damage: { IsLoss: true } damage } => new(ReplayStepKind.Loss, damage.To ?? damage.From ?? reader.LastAt ?? default, "", 0, []),
        { Damage: not null } => null,
        { Kind: RecordedKind.Rest } => reader.ReadRestQuery() is { } query ? new(ReplayStepKind.Rest, reader.At, query, 0, reader.Payload.ToArray()) : null,
        { Kind: RecordedKind.Message, Feed: { } feed } => new(ReplayStepKind.Message, reader.At, feed.Name, reader.Connection, reader.Payload.ToArray()),
        { Kind: RecordedKind.Notice, Feed: { } feed } => reader.ReadNotice() is ReconnectingNotice { BeginsOutage: true } or RecordingGapNotice or FaultNotice
            ? new(ReplayStepKind.Loss, reader.At, feed.Name, 0, [])
            : null,
        _ => null,
    };
}
