using System.Management.Automation;
using System.Security;

namespace KanaPerps.PowerShell;

/// <summary>Gets a list of accounts once: from its stream, or by a REST call.</summary>
/// <typeparam name="T">The model.</typeparam>
public abstract class AddressGetCommand<T> : AddressStreamCommand<T>
{
    private readonly RestLists<T> _lists;

    private protected AddressGetCommand()
    {
        _lists = new RestLists<T>(this);
    }

    /// <summary>Where the list is taken from: its stream, which is the default, or a REST call.</summary>
    [Parameter]
    public KanaSource Source { get; set; }

    /// <summary>The venue's API key for REST calls; by default the environment variable KANA_API_KEY.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoCompleter))]
    public override SecureString? ApiKey { get; set; }

    private protected sealed override bool IsGet => true;

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        if (Source == KanaSource.Stream)
        {
            base.ProcessRecord();
            return;
        }

        KanaEndpoint endpoint = ResolveEndpoint();
        _lists.Add(endpoint, AccountSelection.Wallets(this, ProfileAddress, WalletAddress, endpoint));
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        base.EndProcessing();
        _lists.Run(StreamTopic, MaxEvents, CommandDeadline, endpoint => KeyFor(endpoint, ApiKey));
    }
}
