using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Streams a topic of markets.</summary>
/// <typeparam name="T">The model.</typeparam>
public abstract class MarketStreamCommand<T> : MarketCommand
{
    private readonly Topic<T> _topic;
    private readonly CommandStream<T> _stream;

    private protected MarketStreamCommand(Topic<T> topic, StreamMode mode)
        : base(mode)
    {
        _topic = topic;
        _stream = new CommandStream<T>(this);
    }

    /// <summary>Ends after this many objects.</summary>
    [Parameter(HelpMessage = StreamHelp.MaxEvents)]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(1, long.MaxValue)]
    public long MaxEvents { get; set; } = long.MaxValue;

    private protected virtual SubscriptionOptions Options => new();

    /// <summary>What is written for an object of the stream.</summary>
    private protected virtual T Shape(T item) => item;

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        KanaEndpoint endpoint = ResolveEndpoint();
        _stream.Add(endpoint, Markets.Keys(endpoint));
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => _stream.Run(_topic, Options, MaxEvents, (_, item) => WriteObject(Shape(item)));
}
