using System.IO.Compression;
using KanaPerps.Streaming;

namespace KanaPerps.Recording;

/// <summary>
/// Records feeds into a folder, in the background. It shares the feeds with whatever else uses them in the process, and they never wait for it. All
/// members are thread-safe.
/// </summary>
public sealed class Recorder : IDisposable
{
    // From here on packing well would take longer than there is time.
    private const int LargeAmount = 1024 * 1024;

    // A write that takes longer is told.
    private static readonly TimeSpan s_tooLong = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly RecorderOptions _options;
    private readonly ManualResetEventSlim _signal = new();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RecordingBuffer _buffer;
    private readonly RecordingStore _store;
    private readonly RecordingTap[] _feeds;
    private readonly Queue<RecordingChunk> _unwritten = new();
    private readonly ITimer _timer;
    private readonly List<IDisposable> _leases = [];
    private bool _isStopping;
    private bool _hasLeft;
    private long _failedAt;
    private long _busySince;

    private Recorder(RecorderOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        RecordingPeriods periods = new(options.RotateEvery);
        _buffer = new(time, periods, options.Backlog, _signal.Set);
        _feeds =
        [
            .. options.Feeds
                .Select(f => (f.Topic, Key: new FeedKey(options.Endpoint, f.Topic.Name, f.Topic.NormalizeKey(f.Key))))
                .DistinctBy(f => f.Key)
                .Select((f, i) => new RecordingTap(i, f.Key, f.Topic, _buffer)),
        ];
        Feeds = [.. _feeds.Select(f => f.Name)];
        _buffer.SetFeeds(_feeds);
        StartedAt = time.GetUtcNow();
        _store = new RecordingStore(options, periods, Feeds, time);
        _timer = time.CreateTimer(_ => OnTime(), null, options.FlushInterval, options.FlushInterval);
    }

    /// <summary>The folder.</summary>
    public string Path => _options.Path;

    /// <summary>The deployment that is recorded.</summary>
    public KanaEndpoint Endpoint => _options.Endpoint;

    /// <summary>The names of the feeds: <c>orderbook/14</c>.</summary>
    public IReadOnlyList<string> Feeds { get; }

    /// <summary>When it was started, in UTC.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>What it does.</summary>
    public RecorderState State { get; private set; }

    /// <summary>How many data files are in the folder.</summary>
    public int Files => _store.Files;

    /// <summary>How many messages it has recorded, those in memory included.</summary>
    public long Messages => _buffer.Messages;

    /// <summary>How many bytes these messages had as they came.</summary>
    public long Bytes => _buffer.Bytes;

    /// <summary>How many bytes it has written to files.</summary>
    public long BytesWritten => _store.Written;

    /// <summary>How many bytes of a member that an earlier recorder did not complete it moved aside at its start.</summary>
    public long TornBytes => _store.Torn;

    /// <summary>How often data may be missing: what the feeds told, and what could not be recorded.</summary>
    public long Gaps => _buffer.Gaps;

    /// <summary>How old the last message of any feed is, or null when none has come.</summary>
    public TimeSpan? LastMessageAge => _buffer.LastMessageAge;

    /// <summary>Why it can't write, could not write the last time, or has ended; or null.</summary>
    public KanaException? LastError { get; private set; }

    /// <summary>Why it has ended by itself, or what is missing at its end; null while it records, and when it was stopped and has all.</summary>
    public KanaException? EndError { get; private set; }

    /// <summary>How much memory the lines take that wait to be written, in bytes.</summary>
    internal long Waiting => _buffer.Used;

    /// <summary>Completes when it has stopped.</summary>
    public Task Completion => _done.Task;

    /// <summary>The state has changed. Raised on a thread of the recorder, which waits for the handlers.</summary>
    public event EventHandler? StateChanged;

    /// <summary>Starts to record.</summary>
    /// <param name="connections">The feeds.</param>
    /// <param name="options">What to record, and where to.</param>
    /// <param name="time">The clock, or null for the system's.</param>
    /// <returns>The recorder.</returns>
    /// <exception cref="KanaException">The folder can't be used, or an address is none.</exception>
    public static Recorder Start(ConnectionManager connections, RecorderOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(connections);
        ArgumentNullException.ThrowIfNull(options);
        return Start(feed => connections.Tap(options.Endpoint, feed.Topic, feed.Key.Key, feed), options, time);
    }

    /// <summary>Starts to record.</summary>
    /// <param name="tap">Joins a feed; what it returns leaves it.</param>
    /// <param name="options">What to record, and where to.</param>
    /// <param name="time">The clock, or null for the system's.</param>
    /// <returns>The recorder.</returns>
    internal static Recorder Start(Func<RecordingTap, IDisposable> tap, RecorderOptions options, TimeProvider? time)
    {
        try
        {
            Recorder recorder = new(options with { Path = System.IO.Path.GetFullPath(options.Path) }, time ?? TimeProvider.System);
            recorder.Begin(tap);
            return recorder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw RecorderErrors.Unwritable(options.Path, e);
        }
    }

    /// <summary>Adds what REST answered.</summary>
    /// <param name="query">The path and the query of the call.</param>
    /// <param name="answer">The answer's body.</param>
    public void AddRest(string query, ReadOnlySpan<byte> answer)
    {
        DateTimeOffset now = _time.GetUtcNow();
        _buffer.Add(RecordingLine.Rest(now, query, answer), now);
    }

    /// <summary>Leaves the feeds and writes what has come. Safe to call again.</summary>
    /// <param name="timeout">How long to wait for the disk at most.</param>
    /// <returns>False when the disk takes longer; then it goes on by itself.</returns>
    public bool Stop(TimeSpan timeout)
    {
        BeginStop();
        return _done.Task.Wait(timeout);
    }

    /// <summary>Leaves the feeds and writes what has come.</summary>
    public void Dispose() => Stop(Timeout.InfiniteTimeSpan);

    private void Begin(Func<RecordingTap, IDisposable> tap)
    {
        try
        {
            DateTimeOffset now = _time.GetUtcNow();
            _buffer.Add(RecordingLine.Started(now, _options.Version, Feeds), now);
            TellPause(now);

            // What can't be written at all fails here.
            Flush(rethrow: true);
            foreach (RecordingTap feed in _feeds)
            {
                _leases.Add(tap(feed));
            }
        }
        catch (Exception)
        {
            _leases.ForEach(l => l.Dispose());
            _timer.Dispose();
            _store.Dispose();
            throw;
        }

        new Thread(Run) { IsBackground = true, Name = "KanaPerps recorder" }.Start();
    }

    // Nothing was recorded since the last line of the recorder before, however that ended.
    private void TellPause(DateTimeOffset now)
    {
        if (_store.LastAt is not { } last || last >= now)
        {
            return;
        }

        foreach (RecordingTap feed in _feeds.Where(f => _store.EarlierFeeds.Contains(f.Name)))
        {
            _buffer.Add(feed, new RecordingGapNotice { Feed = feed.Key, At = now, From = last, To = now, Reason = "the recording was not running" });
        }
    }

    private void Run()
    {
        try
        {
            bool isStopping, isEnding;
            do
            {
                _signal.Wait();
                _signal.Reset();
                isStopping = Volatile.Read(ref _isStopping);
                isEnding = isStopping || _buffer.HasEnded;
                if (isEnding)
                {
                    Leave();
                }

                if (isStopping || State != RecorderState.Retrying || _time.GetElapsedTime(_failedAt) >= _options.RetryInterval)
                {
                    Flush(rethrow: false);
                }
            }
            while (!isStopping && !(isEnding && State == RecorderState.Recording));
            EndError = _unwritten.Count > 0 ? Lost(LastError) : _buffer.HasEnded ? _buffer.Fault : null;
        }
        catch (Exception e)
        {
            // A bug in this program must not end the process, and must be seen.
            EndError = RecorderErrors.Unwritable(Path, e);
            Leave();
        }

        LastError = EndError ?? LastError;
        _timer.Dispose();
        _store.Dispose();
        Enter(RecorderState.Stopped);
        _done.SetResult();
    }

    private void OnTime()
    {
        // A drive that hangs gives no error, and the recorder's own thread waits for it.
        if (Interlocked.Read(ref _busySince) is not 0 and long since && _time.GetElapsedTime(since) >= s_tooLong && State == RecorderState.Recording)
        {
            LastError = RecorderErrors.NoAnswer(Path);
            Enter(RecorderState.Retrying);
        }

        _signal.Set();
    }

    private void BeginStop()
    {
        Volatile.Write(ref _isStopping, true);
        _signal.Set();
    }

    private void Leave()
    {
        if (_hasLeft)
        {
            return;
        }

        _hasLeft = true;
        _leases.ForEach(l => l.Dispose());
        DateTimeOffset now = _time.GetUtcNow();
        _buffer.Add(RecordingLine.Stopped(now), now);
        _buffer.Close();
    }

    private void Flush(bool rethrow)
    {
        Interlocked.Exchange(ref _busySince, Math.Max(1, _time.GetTimestamp()));
        try
        {
            if (WriteUnwritten() && Take())
            {
                WriteUnwritten();
            }

            _store.Retain();
            Interlocked.Exchange(ref _busySince, 0);
            if (State == RecorderState.Retrying)
            {
                Enter(RecorderState.Recording);
            }
        }
        catch (Exception e) when (!rethrow && e is IOException or UnauthorizedAccessException)
        {
            _failedAt = _time.GetTimestamp();
            LastError = RecorderErrors.Unwritable(Path, e);
            Enter(RecorderState.Retrying);
        }
        finally
        {
            Interlocked.Exchange(ref _busySince, 0);
        }
    }

    private bool Take()
    {
        foreach (RecordingChunk chunk in _buffer.Take())
        {
            _unwritten.Enqueue(chunk);
        }

        return _unwritten.Count > 0;
    }

    private bool WriteUnwritten()
    {
        CompressionLevel level = _unwritten.Sum(c => (long)c.Bytes.Length) >= LargeAmount ? CompressionLevel.Fastest : CompressionLevel.Optimal;
        while (_unwritten.TryPeek(out RecordingChunk? chunk))
        {
            _store.Write(chunk, level);
            _unwritten.Dequeue();
            _buffer.Return(chunk);
        }

        return true;
    }

    private void Enter(RecorderState state)
    {
        lock (_gate)
        {
            if (State == state)
            {
                return;
            }

            State = state;
        }

        StateChanged?.Invoke(this, EventArgs.Empty);
    }

    private KanaException Lost(KanaException? cause) => new(
        KanaErrorKind.RecordingUnwritable,
        FormattableString.Invariant($"{_unwritten.Sum(c => c.Lines)} lines at the end of the recording in '{Path}' could not be written. {cause?.Message}"),
        cause?.NextStep ?? "",
        cause);
}
