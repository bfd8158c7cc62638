using System.Management.Automation;
using System.Security;
using KanaPerps.Streaming;

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

    private readonly List<(KanaEndpoint Endpoint, string? Key)> _targets = [];
    private readonly NoticeTeller _teller;
    private readonly SilenceTeller _silence = new();
    private HashSet<FeedKey>? _awaited;
    private Subscription<T>? _subscription;
    private long _written;
    private long _merged;
    private Deadline? _mergedQuiet;

    private protected StreamCommand()
    {
        _teller = new NoticeTeller(this);
    }

    /// <summary>Ends after this many objects.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long MaxEvents { get; set; } = long.MaxValue;

    /// <summary>Ends after this many seconds: quietly for a Watch- cmdlet, with an error for a Get- cmdlet, whose default is 30.</summary>
    [Parameter]
    [Alias("Timeout")]
    [ValidateRange(0.001, 1e9)]
    public double TimeoutSec { get; set; }

    private protected abstract Topic<T> StreamTopic { get; }

    /// <summary>Whether the current state is wanted once, instead of a stream.</summary>
    private protected virtual bool IsGet => false;

    private protected virtual SubscriptionOptions Options => new();

    /// <summary>How long a Get- cmdlet waits when no time is given.</summary>
    private protected static TimeSpan DefaultGetTimeout => TimeSpan.FromSeconds(30);

    /// <summary>The time given for the whole command, or null.</summary>
    private protected TimeSpan? GivenTimeout => TimeoutSec > 0 ? TimeSpan.FromSeconds(TimeoutSec) : null;

    /// <summary>Adds a feed to the stream.</summary>
    private protected void AddTarget(KanaEndpoint endpoint, string? key) => _targets.Add((endpoint, key));

    /// <summary>Looks up the profile of a wallet.</summary>
    private protected Profile LookUpProfile(KanaEndpoint endpoint, string wallet, SecureString? apiKey)
    {
        Profile profile = Await((onRetry, stop) => KanaSession.LookUpProfileAsync(endpoint, wallet, KeyFor(endpoint, apiKey), GivenTimeout, onRetry, stop));
        WriteVerbose($"Wallet {profile.Wallet} has the profile {profile.ProfileAddress}.");
        return profile;
    }

    /// <summary>Whether an object of the stream was asked for.</summary>
    private protected virtual bool IsWanted(FeedKey feed, T item) => true;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_targets.Count == 0)
        {
            return;
        }

        Deadline deadline = new(GivenTimeout ?? (IsGet ? DefaultGetTimeout : Timeout.InfiniteTimeSpan));
        _subscription = KanaSession.Connections.Subscribe(StreamTopic, _targets, Options with { Snapshot = IsGet });
        _awaited = IsGet ? [.. _subscription.Feeds] : null;
        ConnectionProgress progress = new(this, _subscription.Feeds);
        while (!IsDone && !deadline.IsOver)
        {
            if (_subscription.TryRead(out StreamEvent<T> next))
            {
                if (next.Notice is not null || progress.IsNeeded)
                {
                    progress.Saw(next.Feed, next.Notice);
                }

                Take(next);
            }
            else if (!Wait(_subscription, progress.IsNeeded ? deadline.RemainingUpTo(s_progressInterval) : deadline.Remaining))
            {
                progress.Show();
            }
        }

        if (!IsDone)
        {
            WriteMissing(deadline);
        }
    }

    private bool IsDone => _written >= MaxEvents || _awaited is { Count: 0 } || (_subscription?.IsCompleted ?? false);

    private bool Wait(Subscription<T> subscription, TimeSpan time)
    {
        try
        {
            return subscription.Wait(time, StopToken);
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    private void Take(StreamEvent<T> next)
    {
        if (_awaited is not null && (next.Notice is null or ReconnectingNotice) && !_awaited.Remove(next.Feed))
        {
            // A Get- cmdlet is done with a feed that has answered or failed once, although it still waits for another one.
            return;
        }

        if (next.Notice is not null)
        {
            _silence.Saw(next.Feed, next.Notice);
            _teller.Tell(next.Notice, endsHere: IsGet && next.Notice is ReconnectingNotice);
            return;
        }

        TellMerged(next.Merged);

        // By index: this runs for each message, and an enumerator would be garbage of it.
        for (int i = 0; i < next.Items.Count; i++)
        {
            T item = next.Items[i];
            if (!IsWanted(next.Feed, item))
            {
                continue;
            }

            WriteObject(item);
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

    private void WriteMissing(Deadline deadline)
    {
        foreach (FeedKey feed in _awaited ?? [])
        {
            WriteError(_silence.Error(feed, StreamTopic, deadline.Length));
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
        if (StopToken.IsCancellationRequested)
        {
            // A user who stops a stream does not come back for it in a moment, and expects nothing to go on behind his back.
            subscription?.DisposeAtOnce();
        }
        else
        {
            subscription?.Dispose();
        }
    }
}
