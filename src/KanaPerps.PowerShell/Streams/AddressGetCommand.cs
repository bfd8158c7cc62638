using System.Management.Automation;
using System.Security;
using KanaPerps.Rest;

namespace KanaPerps.PowerShell;

/// <summary>Gets a list of accounts once: from its stream, or by a REST call.</summary>
/// <typeparam name="T">The model.</typeparam>
public abstract class AddressGetCommand<T> : AddressStreamCommand<T>
{
    // A call that used up the time ends by a timer, which may be a little early: what is left then is no time for another one.
    private static readonly TimeSpan s_tooShort = TimeSpan.FromMilliseconds(50);

    private readonly List<(KanaEndpoint Endpoint, string Wallet)> _wallets = [];
    private long _written;

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
        _wallets.AddRange(AccountSelection.Wallets(this, ProfileAddress, WalletAddress, endpoint).Select(wallet => (endpoint, wallet)));
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        base.EndProcessing();
        Deadline deadline = CommandDeadline;
        bool isFirst = true;
        foreach ((KanaEndpoint endpoint, string wallet) in _wallets)
        {
            if (_written >= MaxEvents)
            {
                return;
            }

            if (!isFirst && deadline.Remaining < s_tooShort)
            {
                WriteError(ErrorRecords.From(NotAsked(deadline), wallet));
            }
            else if (Ask(endpoint, wallet, deadline.Remaining) is { } answer)
            {
                Write(answer, wallet);
            }

            isFirst = false;
        }
    }

    private static KanaException NotAsked(Deadline deadline) => new(
        KanaErrorKind.Timeout,
        FormattableString.Invariant($"The {deadline.Length.TotalSeconds:0.###} s of the command ran out before this wallet was requested."),
        "Give more time with -TimeoutSec.");

    private void Write(RestRows<T> answer, string wallet)
    {
        foreach (T row in answer.Rows.Take((int)Math.Min(MaxEvents - _written, int.MaxValue)))
        {
            _written++;
            WriteObject(row);
        }

        if (answer.Problem is not null)
        {
            WriteError(ErrorRecords.From(answer.Problem, wallet));
        }
    }

    private RestRows<T>? Ask(KanaEndpoint endpoint, string wallet, TimeSpan time)
    {
        try
        {
            return Await(async (onRetry, stop) =>
            {
                using KanaRestClient rest = new(endpoint, KeyFor(endpoint, ApiKey), time, onRetry: onRetry);
                return await rest.GetListAsync(StreamTopic, wallet, stop).ConfigureAwait(false);
            });
        }
        catch (KanaException e)
        {
            WriteError(ErrorRecords.From(e, wallet));
            return null;
        }
    }
}
