using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Streams a topic of accounts.</summary>
/// <typeparam name="T">The model.</typeparam>
public abstract class AddressStreamCommand<T> : AccountCommand
{
    private IAccountRows? _rows;

    private protected AddressStreamCommand(Topic<T> topic, StreamMode mode)
        : base(mode)
    {
        StreamTopic = topic;
    }

    /// <summary>Ends after this many objects.</summary>
    [Parameter(HelpMessage = StreamHelp.MaxEvents)]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(1, long.MaxValue)]
    public long MaxEvents { get; set; } = long.MaxValue;

    private protected Topic<T> StreamTopic { get; }

    private protected virtual SubscriptionOptions Options => new();

    /// <summary>The way to the rows that the parameters choose.</summary>
    private protected virtual IAccountRows ChooseRows() => StreamedRows();

    /// <summary>The way to the rows by streams.</summary>
    private protected virtual IAccountRows StreamedRows() => new StreamedAccountRows<T>(this, StreamTopic, Options);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        _rows ??= ChooseRows();
        _rows.Add(ResolveEndpoint(), Accounts);
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => _rows?.Write(MaxEvents);
}
