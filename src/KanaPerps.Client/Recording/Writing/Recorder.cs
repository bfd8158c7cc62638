using System.IO.Compression;
using KanaPerps.Streaming;

namespace KanaPerps.Recording;

/// <summary>
/// Records feeds into a folder, in the background. It shares the feeds with whatever else uses them in the process, and they never wait for it. All
/// members are thread-safe.
/// </summary>
public sealed class Recorder : IDisposable
{
    // If so many bytes wait to be written, they are compressed fast instead of well, so that writing catches up.
    private const int LargeAmount = 1024 * 1024;

    // A write that takes longer is reported: the state is Retrying until it returns.
    private static readonly TimeSpan s_slowWrite = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly RecorderOptions _options;
    private readonly ManualResetEventSlim _signal = new();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RecordingBuffer _buffer;
    private readonly RecordingStore _store;
    private readonly RecordingTap[] _feeds;

    // Taken from the buffer and not written yet, oldest first.
    private readonly Queue<RecordingChunk> _unwritten = new();
    private readonly ITimer _timer;

    // Disposing of a lease leaves its feed.
    private readonly List<IDisposable> _leases = [];
    private bool _isStopping;
    private bool _hasLeft;
    private long _failedAt;

    // The clock's time stamp of the begin of the present write, or 0.
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

    /// <summary>The size of these messages in bytes, as received.</summary>
    public long Bytes => _buffer.Bytes;

    /// <summary>How many bytes it has written to files.</summary>
    public long BytesWritten => _store.Written;

    /// <summary>The size of an incomplete gzip member that an earlier recorder left, in bytes. It was moved to a file of its own at the start.</summary>
    public long TornBytes => _store.Torn;

    /// <summary>How often data may be missing: gaps that the feeds reported, and data that could not be recorded.</summary>
    public long Gaps => _buffer.Gaps;

    /// <summary>How old the last message of any feed is, or null when none has come.</summary>
    public TimeSpan? LastMessageAge => _buffer.LastMessageAge;

    /// <summary>The last error, also if it has been overcome since; null if there was none.</summary>
    public KanaException? LastError { get; private set; }

    /// <summary>
    /// Why it has ended by itself, or what is missing at the end of the recording. Null while it records, and if it was stopped and the recording is
    /// complete.
    /// </summary>
    public KanaException? EndError { get; private set; }

    /// <summary>Completes when it has stopped.</summary>
    public Task Completion => _done.Task;

    /// <summary>The size of the lines that wait to be written, in bytes.</summary>
    internal long Waiting => _buffer.Used;

    /// <summary>Raised when <see cref="State"/> has changed, on a thread of the recorder, which waits for the handlers.</summary>
    public event EventHandler? StateChanged;

    /// <summary>Starts to record.</summary>
    /// <param name="connections">The feeds.</param>
    /// <param name="options">What to record, and where to.</param>
    /// <param name="time">The clock, or null for the system's.</param>
    /// <returns>The recorder.</returns>
    /// <exception cref="KanaException">The folder can't be used, or an account is not an address.</exception>
    public static Recorder Start(ConnectionManager connections, RecorderOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(connections);
        ArgumentNullException.ThrowIfNull(options);
        return Start(feed => connections.Tap(options.Endpoint, feed.Topic, feed.Key.Key, feed, options.Redundancy), options, time);
    }

    /// <summary>Starts to record.</summary>
    /// <param name="tap">Joins a feed. Disposing of the result leaves it.</param>
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

    /// <summary>Records the answer to a REST call.</summary>
    /// <param name="query">The path and the query of the call.</param>
    /// <param name="answer">The answer's body.</param>
    public void AddRest(string query, ReadOnlySpan<byte> answer)
    {
        DateTimeOffset now = _time.GetUtcNow();
        _buffer.Add(RecordingLine.Rest(now, query, answer), now);
    }

    /// <summary>Leaves the feeds and writes what was received. Can be called again.</summary>
    /// <param name="timeout">How long to wait for the disk at most.</param>
    /// <returns>False if the disk takes longer. Writing goes on in the background then.</returns>
    public bool Stop(TimeSpan timeout)
    {
        BeginStop();
        return _done.Task.Wait(timeout);
    }

    /// <summary>Leaves the feeds and writes what was received, however long that takes.</summary>
    public void Dispose() => Stop(Timeout.InfiniteTimeSpan);

    private void Begin(Func<RecordingTap, IDisposable> tap)
    {
        try
        {
            DateTimeOffset now = _time.GetUtcNow();
            _buffer.Add(RecordingLine.Started(now, _options.Version, Feeds), now);
            ReportPause(now);

            // A folder that can't be written to fails here, before any feed is joined.
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

    // Reports a gap since the last line of the previous recorder in this folder.
    private void ReportPause(DateTimeOffset now)
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

    // The recorder's thread.
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

                // Stopped by the caller: one last try to write. Ended because all feeds have: tries until all is written.
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
            EndError = _unwritten.Count > 0 ? LostLines(LastError) : _buffer.HasEnded ? _buffer.Fault : null;
        }
        catch (Exception e)
        {
            // A bug in this program must not end the process. It is reported as the recorder's error.
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
        // A drive that hangs gives no error, and the recorder's thread waits for it. So this timer reports it.
        if (Interlocked.Read(ref _busySince) is not 0 and long since && _time.GetElapsedTime(since) >= s_slowWrite && State == RecorderState.Recording)
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
            // First what is left of an earlier write, so that lines stay in order. If that fails again, nothing more is taken.
            WriteUnwritten();
            TakeFromBuffer();
            WriteUnwritten();
            _store.Retain();

            // Before Enter: the time that handlers take is not a slow write.
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

    private void TakeFromBuffer()
    {
        foreach (RecordingChunk chunk in _buffer.Take())
        {
            _unwritten.Enqueue(chunk);
        }
    }

    private void WriteUnwritten()
    {
        CompressionLevel level = _unwritten.Sum(c => (long)c.Bytes.Length) >= LargeAmount ? CompressionLevel.Fastest : CompressionLevel.Optimal;
        while (_unwritten.TryPeek(out RecordingChunk? chunk))
        {
            _store.Write(chunk, level);
            _unwritten.Dequeue();
            _buffer.Return(chunk);
        }
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

    private KanaException LostLines(KanaException? cause) => new(
        KanaErrorKind.RecordingUnwritable,
        FormattableString.Invariant($"{_unwritten.Sum(c => c.Lines)} lines at the end of the recording in '{Path}' could not be written. {cause?.Message}"),
        cause?.NextStep ?? "",
        cause);
}
