using System.Management.Automation;
using KanaPerps.PowerShell.Ladder;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>
/// Runs a subscription on the pipeline's own thread: hands its objects on, writes its notices and its progress, and ends it.
/// </summary>
/// <typeparam name="T">The model.</typeparam>
/// <remarks>
/// Select-Object -First, break and a downstream throw call neither StopProcessing nor EndProcessing again: only Dispose runs on
/// every path, so leaving the feeds happens there. WriteObject throws other people's exceptions, so it stands outside of every try.
/// </remarks>
internal sealed class PipelineStream<T> : IDisposable
{
    private static readonly TimeSpan s_progressInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_mergedInterval = TimeSpan.FromSeconds(1);

    private readonly KanaCommand _command;
    private readonly Topic<T> _topic;
    private readonly StreamMode _mode;
    private readonly long _maxEvents;
    private readonly Func<FeedKey, T, bool> _write;
    private readonly SilenceDiagnosis _silence;
    private readonly HashSet<FeedKey>? _awaited;
    private readonly GapMarks _gaps = new();
    private bool _isDisposed;
    private long _written;
    private long _unwritten;
    private long _merged;
    private bool _hasRecordingEnded;
    private Deadline? _mergedQuiet;

    /// <summary>Subscribes.</summary>
    /// <param name="command">The command.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="targets">The deployments and keys.</param>
    /// <param name="options">What to see.</param>
    /// <param name="mode">How to stream.</param>
    /// <param name="maxEvents">How many objects to write at most.</param>
    /// <param name="deadline">When to end.</param>
    /// <param name="write">Takes the objects with their feeds, and says whether it wrote one.</param>
    public PipelineStream(
        KanaCommand command,
        Topic<T> topic,
        IEnumerable<(KanaEndpoint Endpoint, string? Key)> targets,
        SubscriptionOptions options,
        StreamMode mode,
        long maxEvents,
        Deadline deadline,
        Func<FeedKey, T, bool> write)
    {
        _command = command;
        _topic = topic;
        _mode = mode;
        _maxEvents = maxEvents;
        _write = write;
        Deadline = deadline;
        Subscription = KanaSession.Connections.Subscribe(topic, targets, options with { Snapshot = IsGet });
        Notices = new NoticeWriter(command);
        _awaited = IsGet ? [.. Subscription.Feeds] : null;
        _silence = new SilenceDiagnosis(Subscription.Feeds, topic, deadline.Length, command.KeyFor, command.StopToken);
    }

    /// <summary>The subscription.</summary>
    public Subscription<T> Subscription { get; }

    /// <summary>Writes notices.</summary>
    public NoticeWriter Notices { get; }

    /// <summary>When the stream ends.</summary>
    public Deadline Deadline { get; }

    private bool IsGet => _mode == StreamMode.Get;

    // The time that a Get- cmdlet takes by default is for the venue. One that the user gave is for the pipeline behind it, too.
    private bool IsTimeOver => Deadline.IsOver && (!IsGet || _command.GivenTime is not null);

    /// <summary>Where q ends the stream, or null.</summary>
    public Keyboard? Keyboard { get; init; }

    // A Get- cmdlet is done in a moment, and half an answer is none.
    private bool IsEnding => !IsGet && _command.EndToken.IsCancellationRequested;

    /// <summary>Streams until the end: enough objects, the time, all feeds, or the process.</summary>
    public void Run()
    {
        using CancellationTokenSource wake = CancellationTokenSource.CreateLinkedTokenSource(_command.StopToken, IsGet ? CancellationToken.None : _command.EndToken);
        ConnectionProgress progress = new(_command, Subscription.Feeds);
        Deadline look = new(Keyboard is null ? TimeSpan.Zero : s_progressInterval);
        while (!IsDone && !IsEnding && !Deadline.IsOver)
        {
            if (Subscription.TryRead(out StreamEvent<T> next))
            {
                StreamNotice? notice = next.Notice;
                if (notice is not null || progress.IsNeeded)
                {
                    progress.Saw(next.Feed, notice, next.Items.Count > 0);
                    notice = _silence.Saw(next.Feed, notice);
                }

                Take(next, notice);
            }
            else if (Keyboard?.IsQuit() ?? false)
            {
                return;
            }
            else if (!Wait(LongestWait(progress), wake.Token) && look.IsOver)
            {
                look = new Deadline(Keyboard is null ? TimeSpan.Zero : s_progressInterval);
                progress.Show();
                _silence.Look();
            }
        }

        if (IsTimeOver && _written < _maxEvents && _mode != StreamMode.Start)
        {
            ReportUnwritten();
        }

        if (!IsDone)
        {
            ReportMissing();
        }
        else if (_hasRecordingEnded && _written < _maxEvents)
        {
            ReportUnrecorded();
        }
    }

    // Keys give no signal to wait for.
    private TimeSpan LongestWait(ConnectionProgress progress) =>
        Keyboard is not null ? Deadline.RemainingUpTo(Ladder.Keyboard.Interval)
        : progress.IsNeeded ? Deadline.RemainingUpTo(s_progressInterval)
        : Deadline.Remaining;

    private bool IsDone => _written >= _maxEvents || _awaited is { Count: 0 } || Subscription.IsCompleted;

    private bool Wait(TimeSpan time, CancellationToken wake)
    {
        try
        {
            return Subscription.Wait(time, wake);
        }
        catch (OperationCanceledException) when (!_command.StopToken.IsCancellationRequested)
        {
            // The process is to end.
            return true;
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    private void Take(StreamEvent<T> next, StreamNotice? notice)
    {
        if (!IsAwaited(next))
        {
            return;
        }

        if (notice is not null)
        {
            _hasRecordingEnded |= notice is DisconnectedNotice { IsEndOfRecording: true };
            _gaps.Saw(notice, DateTimeOffset.UtcNow);
            Notices.Write(notice, endsHere: IsGet && IsLoss(notice));
            return;
        }

        ReportMerged(next.Merged);
        Write(next);
    }

    // A Get- cmdlet is done with a feed that has answered or failed once, although it still waits for another one.
    private bool IsAwaited(StreamEvent<T> next) =>
        _awaited is null || (next.Notice is { } notice && !IsLoss(notice)) || _awaited.Remove(next.Feed);

    // A silent subscription is tried again within the time that a Get- cmdlet has.
    private static bool IsLoss(StreamNotice notice) => notice is ReconnectingNotice { Kind: not KanaErrorKind.NoFirstMessage };

    private void Write(StreamEvent<T> next)
    {
        // By index: this runs for each message, and an enumerator would be garbage of it.
        for (int i = 0; i < next.Items.Count; i++)
        {
            if (IsEnding || IsTimeOver)
            {
                _unwritten++;
                continue;
            }

            if (!_write(next.Feed, _gaps.Mark(next.Feed, next.Items[i])))
            {
                continue;
            }

            _gaps.HandedOn(next.Feed, next.Items[i]);
            if (++_written >= _maxEvents)
            {
                return;
            }
        }
    }

    // Once a second at most: a pipeline that is too slow must not be slowed down by reports of it.
    private void ReportMerged(long merged)
    {
        _merged += merged;
        if (_merged > 0 && _mergedQuiet is null or { IsOver: true })
        {
            _command.WriteVerbose($"{_merged} older snapshots were merged into newer ones, because the pipeline was busy.");
            _merged = 0;
            _mergedQuiet = new Deadline(s_mergedInterval);
        }
    }

    // What had come when the time was over, and waits for a pipeline that was too slow.
    private void ReportUnwritten()
    {
        while (Subscription.TryRead(out StreamEvent<T> next))
        {
            _silence.Saw(next.Feed, next.Notice);
            if (next.Notice is null && IsAwaited(next))
            {
                Write(next);
            }
        }

        if (_unwritten == 0)
        {
            return;
        }

        string what = FormattableString.Invariant($"the pipeline had taken everything: {_unwritten} received objects were not written");

        // The next look at a state shows how things stand: no row is lost.
        ReportTooLate(_command, _topic, _mode, Deadline, what, orElse: ", or do less behind the command", isWarning: !_topic.IsWholeState);
    }

    /// <summary>Says that the time of a command was over too early.</summary>
    /// <param name="command">The command.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="mode">How it streams.</param>
    /// <param name="deadline">The time.</param>
    /// <param name="what">Before what it was over.</param>
    /// <param name="orElse">What else would help than more time.</param>
    /// <param name="isWarning">Whether something was lost.</param>
    public static void ReportTooLate(KanaCommand command, Topic topic, StreamMode mode, Deadline deadline, string what, string orElse = "", bool isWarning = true)
    {
        string message = FormattableString.Invariant($"The {deadline.Length.TotalSeconds:0.###} s of the command were over before {what}.");
        string remedy = $"Give more time with -TimeoutSec{orElse}.";
        if (mode == StreamMode.Get)
        {
            command.WriteError(ErrorRecords.From(new KanaException(KanaErrorKind.Timeout, message, remedy), topic.Name));
        }
        else if (isWarning)
        {
            command.WriteWarning($"{message} {remedy}");
        }
        else
        {
            command.WriteVerbose(message);
        }
    }

    private void ReportUnrecorded()
    {
        foreach (FeedKey feed in _awaited ?? [])
        {
            _command.WriteError(ErrorRecords.From(
                new KanaException(KanaErrorKind.NoFirstMessage, $"The recording has no message of {FeedTitle.Of(feed)} in what was replayed.", "Test-KanaRecording lists the feeds that a recording has."),
                feed));
        }
    }

    private void ReportMissing()
    {
        foreach (FeedKey feed in _mode == StreamMode.Start && Deadline.IsOver ? Subscription.Feeds.Take(1) : _awaited ?? [])
        {
            _command.WriteError(_silence.Error(feed, Deadline.Length));
        }

        foreach (StreamNotice notice in _mode == StreamMode.Watch && IsTimeOver ? _silence.AtEnd(Deadline.Length) : [])
        {
            Notices.Write(notice, endsHere: false);
        }
    }

    /// <summary>Leaves the feeds. Safe to call again.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (_mode == StreamMode.Start || _command.IsStopped || _command.EndToken.IsCancellationRequested)
        {
            // A user who stops a stream or closes a picture does not come back for it in a moment, and expects nothing to go on unseen.
            Subscription.CloseNow();
        }
        else
        {
            Subscription.Dispose();
        }
    }
}
