using System.Management.Automation;
using KanaPerps.Rest;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Lists of accounts by REST calls, one a wallet, within the time and the number of objects of a command.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class RestLists<T>
{
    // A call that used up the time ends by a timer, which may be a little early: what is left then is no time for another one.
    private static readonly TimeSpan s_tooShort = TimeSpan.FromMilliseconds(50);

    private readonly KanaCommand _command;
    private readonly List<(KanaEndpoint Endpoint, string Wallet)> _wallets = [];
    private long _written;

    public RestLists(KanaCommand command)
    {
        _command = command;
    }

    /// <summary>Adds wallets to ask for.</summary>
    /// <param name="endpoint">The deployment.</param>
    /// <param name="wallets">The wallets.</param>
    public void Add(KanaEndpoint endpoint, IEnumerable<string> wallets) => _wallets.AddRange(wallets.Select(w => (endpoint, w)));

    /// <summary>Asks for the lists, one after the other, and writes them.</summary>
    /// <param name="topic">What to ask for.</param>
    /// <param name="maxEvents">How many objects to write at most.</param>
    /// <param name="deadline">When to end.</param>
    /// <param name="apiKeyOf">The API key for a deployment, or null.</param>
    public void Run(Topic<T> topic, long maxEvents, Deadline deadline, Func<KanaEndpoint, string?> apiKeyOf)
    {
        bool isFirst = true;
        foreach ((KanaEndpoint endpoint, string wallet) in _wallets)
        {
            if (_written >= maxEvents)
            {
                return;
            }

            if (!isFirst && deadline.Remaining < s_tooShort)
            {
                _command.WriteError(ErrorRecords.From(NotAsked(deadline), wallet));
            }
            else if (Ask(topic, endpoint, wallet, deadline.Remaining, apiKeyOf) is { } answer)
            {
                Write(answer, wallet, maxEvents);
            }

            isFirst = false;
        }
    }

    private static KanaException NotAsked(Deadline deadline) => new(
        KanaErrorKind.Timeout,
        FormattableString.Invariant($"The {deadline.Length.TotalSeconds:0.###} s of the command ran out before this wallet was requested."),
        "Give more time with -TimeoutSec.");

    private void Write(RestRows<T> answer, string wallet, long maxEvents)
    {
        foreach (T row in answer.Rows.Take((int)Math.Min(maxEvents - _written, int.MaxValue)))
        {
            _written++;
            _command.WriteObject(row);
        }

        if (answer.Problem is not null)
        {
            _command.WriteError(ErrorRecords.From(answer.Problem, wallet));
        }
    }

    private RestRows<T>? Ask(Topic<T> topic, KanaEndpoint endpoint, string wallet, TimeSpan time, Func<KanaEndpoint, string?> apiKeyOf)
    {
        try
        {
            return _command.Await(async (onRetry, stop) =>
            {
                using KanaRestClient rest = new(endpoint, apiKeyOf(endpoint), time, onRetry: onRetry);
                return await rest.GetListAsync(topic, wallet, stop).ConfigureAwait(false);
            });
        }
        catch (KanaException e)
        {
            _command.WriteError(ErrorRecords.From(e, wallet));
            return null;
        }
    }
}
