using System.Globalization;
using System.Management.Automation;
using KanaPerps.Rest;

namespace KanaPerps.PowerShell;

/// <summary>Gets the funding that profiles paid and received, page by page.</summary>
[Cmdlet(VerbsCommon.Get, "KanaFundingHistory", DefaultParameterSetName = AccountParameterSets.Wallet)]
[OutputType(typeof(FundingPayment))]
public sealed class GetKanaFundingHistoryCommand : AccountCommand
{
    private const int ActivityId = 1;

    // A terminal is asked for its cursor with each update, and Ctrl+C at that moment can throw its answer away.
    private static readonly TimeSpan s_progressInterval = TimeSpan.FromSeconds(1);

    private Deadline _nextProgress = new(TimeSpan.Zero);
    private long _written;

    /// <summary>The ids of the markets; all by default. Wins over -Symbol.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "The ids of the markets, such as 14; all by default.")]
    [ArgumentCompleter(typeof(MarketIdCompleter))]
    [MarketIdTransformation]
    [ValidateRange(0, long.MaxValue)]
    public long[]? MarketId { get; set; }

    /// <summary>The symbols of the markets, such as APT-USD, with wildcards; all by default.</summary>
    [Parameter(HelpMessage = "The symbols of the markets, such as APT-USD or APT, with wildcards; all by default.")]
    [ArgumentCompleter(typeof(SymbolCompleter))]
    [SymbolTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Symbol { get; set; }

    /// <summary>The newest payment first, instead of the oldest.</summary>
    [Parameter(HelpMessage = "The newest payment first.")]
    public SwitchParameter NewestFirst { get; set; }

    /// <summary>How many rows to ask for in a call.</summary>
    [Parameter(HelpMessage = "How many rows to ask for in a call.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(1, 10_000)]
    public int PageSize { get; set; } = 100;

    /// <summary>Ends after this many objects.</summary>
    [Parameter(HelpMessage = StreamHelp.MaxEvents)]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(1, long.MaxValue)]
    public long MaxEvents { get; set; } = long.MaxValue;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        KanaEndpoint endpoint = ResolveEndpoint();
        MarketSelection selection = new(this, MarketId, Symbol);
        long?[] markets = selection.IsEmpty ? [null] : [.. selection.Resolve(endpoint)];
        foreach (string wallet in Accounts.Wallets(endpoint))
        {
            foreach (long? market in markets)
            {
                WriteHistory(endpoint, wallet, market);
            }
        }
    }

    private void WriteHistory(KanaEndpoint endpoint, string wallet, long? market)
    {
        FundingHistoryPages pages = new(NewestFirst);
        while (!pages.IsComplete && _written < MaxEvents)
        {
            int limit = (int)Math.Min(PageSize, MaxEvents - _written);
            RestRows<FundingPayment>? page = Rest.Ask(endpoint, wallet, (rest, stop) => rest.GetFundingHistoryAsync(wallet, market, pages.Offset, limit, NewestFirst, stop));
            if (page is null)
            {
                break;
            }

            // A page may be larger than was asked for, and the next one is asked for behind all of it.
            foreach (FundingPayment payment in pages.Accept(page).Take((int)Math.Min(int.MaxValue, MaxEvents - _written)))
            {
                _written++;
                WriteObject(payment);
            }

            if (page.Problem is not null)
            {
                WriteError(ErrorRecords.From(page.Problem, wallet));
            }

            ShowProgress(pages, page);
        }

        if (pages.IsStuck)
        {
            WriteError(ErrorRecords.From(Stuck(), wallet));
        }

        if (pages.Count > 1)
        {
            WriteProgress(new ProgressRecord(ActivityId, MyInvocation.MyCommand.Name, "done") { RecordType = ProgressRecordType.Completed });
        }
    }

    // The venue does not say how many there are in all, so a percentage is not known.
    private void ShowProgress(FundingHistoryPages pages, RestRows<FundingPayment> page)
    {
        if (pages.Count > 1 && page.Rows.Count > 0 && _nextProgress.IsOver)
        {
            _nextProgress = new Deadline(s_progressInterval);
            string time = page.Rows[^1].Timestamp is { } last ? string.Create(CultureInfo.InvariantCulture, $", at {last:yyyy-MM-dd HH:mm} UTC") : "";
            WriteProgress(new ProgressRecord(ActivityId, MyInvocation.MyCommand.Name, FormattableString.Invariant($"page {pages.Count}, {_written} payments{time}")));
        }
    }

    private static KanaException Stuck() => new(
        KanaErrorKind.InvalidResponse,
        "The venue sent the same page of the funding history twice, so the rest can't be read.",
        "Ask for more rows at once with -PageSize, or from the other end with -NewestFirst.");
}
