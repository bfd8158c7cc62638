using System.Management.Automation;
using System.Security;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>
/// Streams a topic into the pipeline. Input is collected first; the stream runs in EndProcessing on the pipeline's own thread.
/// </summary>
/// <typeparam name="T">The model.</typeparam>
/// <remarks>
/// Select-Object -First, break and a downstream throw call neither StopProcessing nor EndProcessing again: only Dispose runs on
/// every path, so leaving the feeds happens there. WriteObject throws other people's exceptions, so it stands outside of every try.
/// </remarks>
public abstract class StreamCommand<T> : KanaCommand, IDisposable
{
    private static readonly TimeSpan s_progressInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_mergedInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_defaultGetTimeout = TimeSpan.FromSeconds(30);

    private readonly List<(KanaEndpoint Endpoint, string? Key)> _targets = [];
    private readonly NoticeTeller _teller;
    private SilenceTeller? _silence;
    private HashSet<FeedKey>? _awaited;
    private Subscription<T>? _subscription;
    private long _written;
    private long _unwritten;
    private long _merged;
    private Deadline? _mergedQuiet;
    private Deadline? _deadline;

    private protected StreamCommand()
    {
        _teller = new NoticeTeller(this);
    }

    /// <summary>Ends after this many objects.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(1, long.MaxValue)]
    public long MaxEvents { get; set; } = long.MaxValue;

    /// <summary>Ends after this many seconds: quietly for a Watch- cmdlet, with an error for a Get- cmdlet, whose default is 30.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoCompleter))]
    [Alias("Timeout")]
    [ValidateRange(0.001, 1e9)]
    public double TimeoutSec { get; set; }

    private protected abstract Topic<T> StreamTopic { get; }

    /// <summary>Whether the current state is wanted once, instead of a stream.</summary>
    private protected virtual bool IsGet => false;

    // An object from the pipeline may have to be bound by an alias of its type.
    private protected sealed override bool LoadsViewsFirst => MyInvocation.ExpectingInput;

    private protected virtual SubscriptionOptions Options => new();

    /// <summary>When the command has to end. Its time begins with the first thing that the command does for itself.</summary>
    private protected Deadline CommandDeadline => _deadline ??= new Deadline(GivenTimeout ?? (IsGet ? s_defaultGetTimeout : Timeout.InfiniteTimeSpan));

    private TimeSpan? GivenTimeout => TimeoutSec > 0 ? TimeSpan.FromSeconds(TimeoutSec) : null;

    // The time that a Get- cmdlet takes by default is for the venue. One that the user gave is for the pipeline behind it, too.
    private bool IsTimeOver => GivenTimeout is not null && CommandDeadline.IsOver;

    // A Get- cmdlet is done in a moment, and half an answer is none.
    private bool IsEnding => !IsGet && EndToken.IsCancellationRequested;

    /// <summary>Adds a feed to the stream.</summary>
    private protected void AddTarget(KanaEndpoint endpoint, string? key) => _targets.Add((endpoint, key));

    /// <summary>Looks up the profile of a wallet.</summary>
    private protected Profile LookUpProfile(KanaEndpoint endpoint, string wallet, SecureString? apiKey)
    {
        TimeSpan? time = GivenTimeout is null ? null : CommandDeadline.Remaining;
        Profile profile = Await((onRetry, stop) => KanaSession.LookUpProfileAsync(endpoint, wallet, KeyFor(endpoint, apiKey), time, onRetry, stop));
        WriteVerbose($"Wallet {profile.Wallet} has the profile {profile.ProfileAddress}.");
        return profile;
    }

    /// <summary>What is written for an object of the stream.</summary>
    private protected virtual T Complete(FeedKey feed, T item) => item;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_targets.Count == 0)
        {
            return;
        }

        if (IsTimeOver)
        {
            TellTooLate("the streams began");
            return;
        }

        EnterStream();
        using CancellationTokenSource wake = CancellationTokenSource.CreateLinkedTokenSource(StopToken, IsGet ? CancellationToken.None : EndToken);
        Deadline deadline = CommandDeadline;
        _subscription = KanaSession.Connections.Subscribe(StreamTopic, _targets, Options with { Snapshot = IsGet });
        LoadViews();
        _awaited = IsGet ? [.. _subscription.Feeds] : null;
        _silence = new SilenceTeller(_subscription.Feeds, StreamTopic, deadline.Length, endpoint => KeyFor(endpoint, null), StopToken);
        ConnectionProgress progress = new(this, _subscription.Feeds);
        while (!IsDone && !IsEnding && !deadline.IsOver)
        {
            if (_subscription.TryRead(out StreamEvent<T> next))
            {
                StreamNotice? notice = next.Notice;
                if (notice is not null || progress.IsNeeded)
                {
                    progress.Saw(next.Feed, notice, next.Items.Count > 0);
                    notice = _silence.Saw(next.Feed, notice);
                }

                Take(next, notice);
            }
            else if (!Wait(_subscription, progress.IsNeeded ? deadline.RemainingUpTo(s_progressInterval) : deadline.Remaining, wake.Token))
            {
                progress.Show();
                _silence.Look();
            }
        }

        if (IsTimeOver && _written < MaxEvents)
        {
            TellUnwritten(_subscription);
        }

        if (!IsDone)
        {
            WriteMissing(deadline);
        }
    }

    private bool IsDone => _written >= MaxEvents || _awaited is { Count: 0 } || (_subscription?.IsCompleted ?? false);

    private bool Wait(Subscription<T> subscription, TimeSpan time, CancellationToken wake)
    {
        try
        {
            return subscription.Wait(time, wake);
        }
        catch (OperationCanceledException) when (!StopToken.IsCancellationRequested)
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
            _teller.Tell(notice, endsHere: IsGet && IsLoss(notice));
            return;
        }

        TellMerged(next.Merged);

        WriteItems(next);
    }

    // A Get- cmdlet is done with a feed that has answered or failed once, although it still waits for another one.
    private bool IsAwaited(StreamEvent<T> next) =>
        _awaited is null || (next.Notice is { } notice && !IsLoss(notice)) || _awaited.Remove(next.Feed);

    // A silent subscription is tried again within the time that a Get- cmdlet has.
    private static bool IsLoss(StreamNotice notice) => notice is ReconnectingNotice { Kind: not KanaErrorKind.NoFirstMessage };

    private void WriteItems(StreamEvent<T> next)
    {
        // By index: this runs for each message, and an enumerator would be garbage of it.
        for (int i = 0; i < next.Items.Count; i++)
        {
            if (IsEnding || IsTimeOver)
            {
                _unwritten++;
                continue;
            }

            WriteObject(Complete(next.Feed, next.Items[i]));
            if (++_written >= MaxEvents)
            {
                return;
            }
        }
    }

    // Once a second at most: a pipeline that is too slow must not be slowed down by being told so.
    private void TellMerged(long merged)
    {
        _merged += merged;
        if (_merged > 0 && _mergedQuiet is null or { IsOver: true })
        {
            WriteVerbose($"{_merged} older snapshots were merged into newer ones, because the pipeline was busy.");
            _merged = 0;
            _mergedQuiet = new Deadline(s_mergedInterval);
        }
    }

    // What had come when the time was over, and waits for a pipeline that was too slow.
    private void TellUnwritten(Subscription<T> subscription)
    {
        while (subscription.TryRead(out StreamEvent<T> next))
        {
            _silence!.Saw(next.Feed, next.Notice);
            if (next.Notice is null && IsAwaited(next))
            {
                WriteItems(next);
            }
        }

        if (_unwritten == 0)
        {
            return;
        }

        string what = FormattableString.Invariant($"the pipeline had taken everything: {_unwritten} received objects were not written");

        // The next look at a state shows how things stand: no row is lost.
        TellTooLate(what, orElse: ", or do less behind the command", isWarning: !StreamTopic.IsWholeState);
    }

    private void TellTooLate(string what, string orElse = "", bool isWarning = true)
    {
        string told = FormattableString.Invariant($"The {CommandDeadline.Length.TotalSeconds:0.###} s of the command were over before {what}.");
        string remedy = $"Give more time with -TimeoutSec{orElse}.";
        if (IsGet)
        {
            WriteError(ErrorRecords.From(new KanaException(KanaErrorKind.Timeout, told, remedy), StreamTopic.Name));
        }
        else if (isWarning)
        {
            WriteWarning($"{told} {remedy}");
        }
        else
        {
            WriteVerbose(told);
        }
    }

    private void WriteMissing(Deadline deadline)
    {
        foreach (FeedKey feed in _awaited ?? [])
        {
            WriteError(_silence!.Error(feed, deadline.Length));
        }

        foreach (StreamNotice notice in IsGet || !IsTimeOver ? [] : _silence!.AtEnd(deadline.Length))
        {
            _teller.Tell(notice, endsHere: false);
        }
    }

    /// <summary>Leaves the feeds. Safe to call again.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Leaves the feeds.</summary>
    /// <param name="disposing">Whether it is called by Dispose.</param>
    protected virtual void Dispose(bool disposing)
    {
        Subscription<T>? subscription = Interlocked.Exchange(ref _subscription, null);
        if (IsStopped || EndToken.IsCancellationRequested)
        {
            // A user who stops a stream does not come back for it in a moment, and expects nothing to go on behind his back.
            subscription?.DisposeAtOnce();
        }
        else
        {
            subscription?.Dispose();
        }

        LeaveStream();
    }
}
