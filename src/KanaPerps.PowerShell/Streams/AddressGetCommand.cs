using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Gets a list of accounts once: from its stream, or by a REST call.</summary>
/// <typeparam name="T">The model.</typeparam>
public abstract class AddressGetCommand<T> : AddressStreamCommand<T>
{
    private protected AddressGetCommand(Topic<T> topic)
        : base(topic, StreamMode.Get)
    {
    }

    /// <summary>Where the list is taken from: its stream, which is the default, or a REST call.</summary>
    [Parameter(HelpMessage = "Where the list is taken from: Stream, the first message of the list's stream, or Rest, a single REST call.")]
    public KanaSource Source { get; set; }

    private protected sealed override IAccountRows ChooseRows() =>
        Source == KanaSource.Rest ? RestRows() : StreamedRows();

    /// <summary>The way to the rows by REST calls.</summary>
    private protected virtual IAccountRows RestRows() => new RestAccountRows<T>(this, StreamTopic);
}
