using KanaPerps.Rest;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Lists of accounts by REST calls, one a wallet, within the time of a command.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class RestAccountLists<T>
{
    // A call that used up the time ends by a timer, which may be a little early: what is left then is no time for another one.
    private static readonly TimeSpan s_tooShort = TimeSpan.FromMilliseconds(50);

    private readonly KanaCommand _command;
    private readonly Topic<T> _topic;
    private readonly List<(KanaEndpoint Endpoint, string Wallet)> _wallets = [];
    private bool _hasAsked;

    public RestAccountLists(KanaCommand command, Topic<T> topic)
    {
        _command = command;
        _topic = topic;
    }

    /// <summary>Adds accounts.</summary>
    /// <param name="endpoint">The deployment.</param>
    /// <param name="accounts">The accounts.</param>
    public void Add(KanaEndpoint endpoint, AccountSelection accounts) => _wallets.AddRange(accounts.Wallets(endpoint).Select(w => (endpoint, w)));

    /// <summary>Asks for one list after the other, as they are read. One that fails is an error, and the others go on.</summary>
    /// <returns>The lists.</returns>
    public IEnumerable<(KanaEndpoint Endpoint, string Wallet, RestRows<T> Answer)> Ask()
    {
        foreach ((KanaEndpoint endpoint, string wallet) in _wallets)
        {
            if (AskWithin(endpoint, wallet, (rest, stop) => rest.GetListAsync(_topic, wallet, stop)) is { } answer)
            {
                yield return (endpoint, wallet, answer);
            }
        }
    }

    /// <summary>Makes a call within what is left of the command's time. A failure is an error, and so is a call that there is no time for.</summary>
    /// <typeparam name="TResult">What it gives.</typeparam>
    /// <param name="endpoint">The deployment.</param>
    /// <param name="target">What the call is about, for the error.</param>
    /// <param name="call">The call.</param>
    /// <returns>The result, or null.</returns>
    public TResult? AskWithin<TResult>(KanaEndpoint endpoint, object target, Func<KanaRestClient, CancellationToken, Task<TResult>> call)
        where TResult : class
    {
        Deadline deadline = _command.CommandDeadline;
        bool isFirst = !_hasAsked;
        _hasAsked = true;
        if (!isFirst && deadline.Remaining < s_tooShort)
        {
            _command.WriteError(ErrorRecords.From(NotAsked(deadline, target), target));
            return null;
        }

        try
        {
            TimeSpan time = deadline.Remaining;
            return _command.Await(async (onRetry, stop) =>
            {
                using KanaRestClient rest = new(endpoint, _command.KeyFor(endpoint), time, onRetry: onRetry);
                return await call(rest, stop).ConfigureAwait(false);
            });
        }
        catch (KanaException e)
        {
            _command.WriteError(ErrorRecords.From(e, target));
            return null;
        }
    }

    /// <summary>Reports rows of a list that could not be read.</summary>
    /// <param name="answer">The list.</param>
    /// <param name="wallet">Its wallet.</param>
    public void Report(RestRows<T> answer, string wallet)
    {
        if (answer.Problem is not null)
        {
            _command.WriteError(ErrorRecords.From(answer.Problem, wallet));
        }
    }

    private static KanaException NotAsked(Deadline deadline, object target) => new(
        KanaErrorKind.Timeout,
        FormattableString.Invariant($"The {deadline.Length.TotalSeconds:0.###} s of the command ran out before {(target is string ? "this wallet" : "the price of this market")} was requested."),
        "Give more time with -TimeoutSec.");
}
