using System.Globalization;
using System.Management.Automation;
using KanaPerps.Streaming;

namespace KanaPerps.PowerShell;

/// <summary>Watches any topic by its name, its messages as text.</summary>
[Cmdlet(VerbsCommon.Watch, "KanaTopic", DefaultParameterSetName = Plain)]
[OutputType(typeof(TopicMessage))]
public sealed class WatchKanaTopicCommand : StreamCommand<TopicMessage>
{
    private const string Plain = "Plain";
    private const string ByMarket = "MarketId";
    private const string ByAddress = "ProfileAddress";

    /// <summary>The topic's name on the wire.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(TopicCompleter))]
    [ValidateNotNullOrEmpty]
    public string Topic { get; set; } = "";

    /// <summary>The ids of the markets, for a topic that is asked for by market.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByMarket)]
    [ArgumentCompleter(typeof(MarketIdCompleter))]
    [MarketIdTransformation]
    [ValidateRange(0, long.MaxValue)]
    public long[]? MarketId { get; set; }

    /// <summary>The profile addresses, for a topic that is asked for by account.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByAddress)]
    [Alias("Address")]
    [ValidateNotNullOrEmpty]
    public string[]? ProfileAddress { get; set; }

    private protected override Topic<TopicMessage> StreamTopic => new RawTopic(Topic, ParameterSetName switch
    {
        ByMarket => TopicKeyKind.Market,
        ByAddress => TopicKeyKind.Address,
        _ => TopicKeyKind.None,
    });

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        KanaEndpoint endpoint = ResolveEndpoint();
        switch (ParameterSetName)
        {
            case ByMarket:
                foreach (long marketId in MarketId ?? [])
                {
                    AddTarget(endpoint, marketId.ToString(CultureInfo.InvariantCulture));
                }

                break;
            case ByAddress:
                AddAddresses(endpoint);
                break;
            default:
                AddTarget(endpoint, null);
                break;
        }
    }

    private void AddAddresses(KanaEndpoint endpoint)
    {
        foreach (string address in ProfileAddress ?? [])
        {
            if (AccountAddress.TryNormalize(address, out _))
            {
                AddTarget(endpoint, address.Trim());
            }
            else
            {
                WriteError(ErrorRecords.InvalidAddress(address, "profile"));
            }
        }
    }
}
