using System.Management.Automation;
using System.Security;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Streams a topic into the pipeline. Input is collected first; <see cref="PipelineStream{T}"/> runs in EndProcessing.</summary>
/// <typeparam name="T">The model.</typeparam>
public abstract class StreamCommand<T> : KanaCommand, IDisposable
{
    private readonly List<(KanaEndpoint Endpoint, string? Key)> _targets = [];
    private PipelineStream<T>? _stream;
    private Deadline? _deadline;

    private protected StreamCommand()
    {
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
    private protected Deadline CommandDeadline => _deadline ??= new Deadline(GivenTimeout ?? PipelineStream<T>.DefaultTime(Mode));

    private TimeSpan? GivenTimeout => TimeoutSec > 0 ? TimeSpan.FromSeconds(TimeoutSec) : null;

    private StreamMode Mode => IsGet ? StreamMode.Get : StreamMode.Watch;

    /// <summary>Adds a feed to the stream.</summary>
    private protected void AddTarget(KanaEndpoint endpoint, string? key) => _targets.Add((endpoint, key));

    /// <summary>Looks up the profile of a wallet, within the time given for the whole command.</summary>
    private protected Profile LookUpProfile(KanaEndpoint endpoint, string wallet, SecureString? apiKey) =>
        LookUpProfile(endpoint, wallet, apiKey, GivenTimeout is null ? null : CommandDeadline.Remaining);

    /// <summary>What is written for an object of the stream.</summary>
    private protected virtual T Complete(FeedKey feed, T item) => item;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_targets.Count == 0)
        {
            return;
        }

        // A look-up gives up a little before the time is over, and no stream can begin in what it leaves.
        if (GivenTimeout is not null && CommandDeadline.Remaining < CommandDeadline.Length / 10)
        {
            PipelineStream<T>.TellTooLate(this, StreamTopic, Mode, CommandDeadline, "the streams began");
            return;
        }

        EnterStream();
        _stream = new(this, StreamTopic, _targets, Options, Mode, MaxEvents, CommandDeadline, (feed, item) => WriteObject(Complete(feed, item))) { IsTimeGiven = GivenTimeout is not null };
        LoadViews();
        _stream.Run();
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
        _stream?.Dispose();
        LeaveStream();
    }
}
