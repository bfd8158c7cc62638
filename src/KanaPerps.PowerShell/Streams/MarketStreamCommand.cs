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

    /// <summary>Writes an object of the stream, unless it is not wanted.</summary>
    /// <param name="item">The object.</param>
    /// <returns>Whether it was written.</returns>
    private protected virtual bool Write(T item)
    {
        WriteObject(item);
        return true;
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        KanaEndpoint endpoint = ResolveEndpoint();
        _stream.Add(endpoint, Markets.Keys(endpoint));
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => _stream.Run(_topic, Options, MaxEvents, (_, item) => Write(item));
}
