using System.Management.Automation;
using KanaPerps.PowerShell.Screens;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>
/// Runs subscriptions on the pipeline's own thread: hands their objects on in the order in which they came, writes notices and progress, and ends.
/// </summary>
/// <remarks>
/// Select-Object -First, break and a downstream throw call neither StopProcessing nor EndProcessing again: only Dispose runs on
/// every path, so leaving the feeds happens there. WriteObject throws other people's exceptions, so it stands outside of every try.
/// </remarks>
internal sealed partial class PipelineStream : IDisposable
{
    private static readonly TimeSpan s_progressInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_mergedInterval = TimeSpan.FromSeconds(1);

    private readonly KanaCommand _command;
    private readonly StreamMode _mode;
    private readonly long _maxEvents;
    private readonly SubscriptionGroup _group = new();
    private readonly List<IPipelineChannel> _channels = [];
    private readonly ConnectionProgress _progress;
    private readonly HashSet<FeedKey>? _awaited;
    private PipelineWait.Follower? _waits;
    private bool _isDisposed;
    private long _written;
    private long _unwritten;
    private long _merged;
    private bool _hasRecordingEnded;
    private Deadline? _mergedQuiet;

    /// <summary>Prepares a stream. It needs a channel at least.</summary>
    /// <param name="command">The command.</param>
    /// <param name="mode">How to stream.</param>
    /// <param name="maxEvents">How many objects to write at most.</param>
    /// <param name="deadline">When to end.</param>
    public PipelineStream(KanaCommand command, StreamMode mode, long maxEvents, Deadline deadline)
    {
        _command = command;
        _mode = mode;
        _maxEvents = maxEvents;
        Deadline = deadline;
        Notices = new NoticeWriter(command);
        _progress = new ConnectionProgress(command);
        _awaited = IsGet ? [] : null;
    }

    /// <summary>Writes notices.</summary>
    public NoticeWriter Notices { get; }

    /// <summary>When the stream ends.</summary>
    public Deadline Deadline { get; }

    /// <summary>Where q ends the stream, or null.</summary>
    public Keyboard? Keyboard { get; set; }

    /// <summary>What is to be done at some time, or null.</summary>
    public IStreamTimer? Timer { get; set; }

    /// <summary>Gets each notice before it is written, or null.</summary>
    public Action<StreamNotice>? Noticed { get; set; }

    /// <summary>Whether data has come. A list without rows is data, too.</summary>
    public bool HasData { get; private set; }

    /// <summary>Marks the rows before which others may be missing.</summary>
    internal GapMarks Gaps { get; } = new();

    /// <summary>Whether as many objects were written as were asked for.</summary>
    internal bool HasAll => _written >= _maxEvents;

    private bool IsGet => _mode == StreamMode.Get;

    // The time that a Get- cmdlet takes by default is for the venue. One that the user gave is for the pipeline behind it, too.
    private bool IsTimeOver => Deadline.IsOver && (!IsGet || _command.GivenTime is not null);

    // A Get- cmdlet is done in a moment, and half an answer is none.
    private bool IsEnding => (!IsGet && _command.EndToken.IsCancellationRequested) || _waits is { IsOver: true };

    private bool IsDone => HasAll || (_mode == StreamMode.Start && HasData) || _awaited is { Count: 0 } || _channels.TrueForAll(c => c.IsCompleted || c.IsSupporting);

    /// <summary>Prepares the stream of a command that ends with it.</summary>
    /// <param name="command">The command, which has a mode.</param>
    /// <param name="target">What it is to write.</param>
    /// <param name="maxEvents">How many objects to write at most.</param>
    /// <returns>The stream, or null when the time of the command is over: that is reported.</returns>
    public static PipelineStream? Enter(KanaCommand command, string target, long maxEvents)
    {
        StreamMode mode = command.Mode ?? throw new ArgumentException("The command does not stream.", nameof(command));
        Deadline deadline = command.CommandDeadline;

        // A look-up gives up a little before the time is over, and no stream can begin in what it leaves.
        if (command.GivenTime is not null && deadline.Remaining < deadline.Length / 10)
        {
            ReportTooLate(command, target, deadline, "the streams began");
            return null;
        }

        command.EnterStream();
        return command.Own(new PipelineStream(command, mode, maxEvents, deadline));
    }

    /// <summary>Subscribes to a topic, before the stream runs or while it does.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="topic">The topic.</param>
    /// <param name="targets">The deployments and keys.</param>
    /// <param name="options">What to see.</param>
    /// <param name="write">Takes the objects with their feeds, and says whether it wrote one.</param>
    /// <param name="isSupporting">Whether the stream ends without it.</param>
    /// <returns>The channel.</returns>
    public PipelineChannel<T> Add<T>(
        Topic<T> topic, IEnumerable<(KanaEndpoint Endpoint, string? Key)> targets, SubscriptionOptions options, Func<FeedKey, T, bool> write, bool isSupporting = false) =>
        Add(topic, targets, options, write, read: null, isSupporting);

    /// <summary>Subscribes to a topic whose objects are not written, but read: the command makes objects of its own of them.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="topic">The topic.</param>
    /// <param name="targets">The deployments and keys.</param>
    /// <param name="read">Takes each message with its feed: its objects, or what changed, which may be nothing.</param>
    /// <param name="isSupporting">Whether the stream ends without it.</param>
    /// <returns>The channel.</returns>
    public PipelineChannel<T> AddReader<T>(
        Topic<T> topic, IEnumerable<(KanaEndpoint Endpoint, string? Key)> targets, Action<FeedKey, IReadOnlyList<T>> read, bool isSupporting = false) =>
        Add(topic, targets, new(), static (_, _) => false, read, isSupporting);

    private PipelineChannel<T> Add<T>(
        Topic<T> topic,
        IEnumerable<(KanaEndpoint Endpoint, string? Key)> targets,
        SubscriptionOptions options,
        Func<FeedKey, T, bool> write,
        Action<FeedKey, IReadOnlyList<T>>? read,
        bool isSupporting)
    {
        Subscription<T> subscription = KanaSession.Connections.Subscribe(topic, targets, options with { Snapshot = IsGet, Redundancy = _command.ConnectionsPerFeed }, _group);
        SilenceDiagnosis silence = new(subscription.Feeds, topic, Deadline.Length, _command.KeyFor, _command.StopToken);
        PipelineChannel<T> channel = new(this, topic, subscription, silence, isSupporting, write) { Read = read };
        _channels.Add(channel);
        _progress.Add(channel.Feeds);
        _awaited?.UnionWith(channel.Feeds);
        return channel;
    }

    /// <summary>Leaves a topic while the stream runs.</summary>
    /// <param name="channel">The channel.</param>
    public void Remove(IPipelineChannel channel)
    {
        channel.Leave(closeNow: false);
        _group.Remove(channel.Member);
        _channels.Remove(channel);
        _progress.Remove(channel.Feeds);
        _awaited?.ExceptWith(channel.Feeds);
    }

    /// <summary>Writes an object that is none of a channel's own, and counts it.</summary>
    /// <param name="item">The object.</param>
    public void WriteObject(object item)
    {
        if (!HasAll && TryBegin())
        {
            _command.WriteObject(item);
            Count();
        }
    }

    /// <summary>Streams until the end: enough objects, the time, all feeds, or the process.</summary>
    public void Run()
    {
        if (_mode != StreamMode.Start)
        {
            // While the feeds connect.
            _command.LoadViews();
        }

        using PipelineWait.Follower? waits = _waits = PipelineWait.Follow();
        using CancellationTokenSource wake = CancellationTokenSource.CreateLinkedTokenSource(_command.StopToken, IsGet ? CancellationToken.None : _command.EndToken);
        Deadline look = new(Keyboard is null ? TimeSpan.Zero : s_progressInterval);
        while (!IsDone && !IsEnding && !Deadline.IsOver)
        {
            if (NextChannel() is { } next)
            {
                next.TakeNext();
            }
            else if (Keyboard?.IsQuit() ?? false)
            {
                return;
            }
            else if (!Wait(LongestWait(), wake.Token) && look.IsOver)
            {
                look = new Deadline(Keyboard is null ? TimeSpan.Zero : s_progressInterval);
                _progress.Show();
                _channels.ForEach(c => c.Silence.Look());
            }

            if (Timer?.Remaining == TimeSpan.Zero)
            {
                Timer.Elapse();
            }
        }

        Report();
    }

    /// <summary>Takes note of data or a notice.</summary>
    /// <param name="channel">The channel that it came through.</param>
    /// <param name="feed">The feed.</param>
    /// <param name="notice">The notice, or null for data.</param>
    /// <param name="hasRows">Whether there are objects.</param>
    /// <returns>The notice, with what is known beyond it.</returns>
    internal StreamNotice? Saw(IPipelineChannel channel, FeedKey feed, StreamNotice? notice, bool hasRows)
    {
        HasData |= notice is null;
        if (notice is null)
        {
            _command.Link?.SawData(feed, KanaSession.Time.GetUtcNow());
        }

        if (notice is null && !_progress.IsNeeded)
        {
            return null;
        }

        _progress.Saw(feed, notice, hasRows);
        return channel.Silence.Saw(feed, notice);
    }

    /// <summary>Whether a feed has not answered yet, where one answer is all. A Get- cmdlet is done with a feed that has answered or failed once.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="notice">What came of it, or null for data.</param>
    /// <returns>Whether to take it.</returns>
    internal bool IsAwaited(FeedKey feed, StreamNotice? notice) =>
        _awaited is null || (notice is not null && !IsLoss(notice)) || _awaited.Remove(feed);

    /// <summary>Writes a notice.</summary>
    /// <param name="notice">The notice.</param>
    internal void Tell(StreamNotice notice)
    {
        _hasRecordingEnded |= notice is DisconnectedNotice { IsEndOfRecording: true };
        Gaps.Saw(notice, DateTimeOffset.UtcNow);
        Noticed?.Invoke(notice);
        Notices.Write(notice, endsHere: IsGet && IsLoss(notice));
        if (_command.Link is { IsJoined: true })
        {
            _command.WriteObject(notice);
        }
    }

    /// <summary>Whether an object may be written now. One that may not is counted.</summary>
    /// <returns>Whether it may.</returns>
    internal bool TryBegin()
    {
        if (!IsEnding && !IsTimeOver)
        {
            return true;
        }

        _unwritten++;
        return false;
    }

    /// <summary>Counts an object that was written.</summary>
    internal void Count() => _written++;

    /// <summary>Reports snapshots that were merged, once a second at most: a pipeline that is too slow must not be slowed down by reports of it.</summary>
    /// <param name="merged">How many.</param>
    internal void ReportMerged(long merged)
    {
        _merged += merged;
        if (_merged > 0 && _mergedQuiet is null or { IsOver: true })
        {
            _command.WriteVerbose($"{_merged} older snapshots were merged into newer ones, because the pipeline was busy.");
            _merged = 0;
            _mergedQuiet = new Deadline(s_mergedInterval);
        }
    }

    // A silent subscription is tried again within the time that a Get- cmdlet has.
    private static bool IsLoss(StreamNotice notice) => notice is ReconnectingNotice { Kind: not KanaErrorKind.NoFirstMessage };

    private IPipelineChannel? NextChannel()
    {
        IGroupMember? next = _group.Next();
        return next is null ? null : _channels.Find(c => c.Member == next);
    }

    // Keys give no signal to wait for.
    private TimeSpan LongestWait()
    {
        TimeSpan most =
            Keyboard is not null ? Deadline.RemainingUpTo(Screens.Keyboard.Interval)
            : _progress.IsNeeded ? Deadline.RemainingUpTo(s_progressInterval)
            : Deadline.Remaining;
        most = _waits?.RemainingUpTo(most) ?? most;
        return Timer is null || Timer.Remaining == Timeout.InfiniteTimeSpan || (most != Timeout.InfiniteTimeSpan && most < Timer.Remaining) ? most : Timer.Remaining;
    }

    private bool Wait(TimeSpan time, CancellationToken wake)
    {
        try
        {
            return _group.Wait(time, wake);
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

    /// <summary>Leaves the feeds. Safe to call again.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        // A user who stops a stream or closes a picture does not come back for it in a moment, and expects nothing to go on unseen.
        _isDisposed = true;
        bool closeNow = _mode == StreamMode.Start || _command.IsStopped || _command.EndToken.IsCancellationRequested;
        _channels.ForEach(c => c.Leave(closeNow));
        _group.Dispose();
    }
}
