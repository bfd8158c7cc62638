using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Watches a topic of accounts.</summary>
/// <typeparam name="T">The model.</typeparam>
public abstract class AddressWatchCommand<T> : AddressStreamCommand<T>
{
    private protected AddressWatchCommand(Topic<T> topic)
        : base(topic, StreamMode.Watch)
    {
    }

    /// <summary>How many connections to keep to each feed; by default what the environment variable KANA_REDUNDANCY says, or 1.</summary>
    [Parameter(HelpMessage = StreamHelp.Redundancy)]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(1, 2)]
    public int Redundancy { get; set; }

    private protected override int GivenRedundancy => Redundancy;
}
