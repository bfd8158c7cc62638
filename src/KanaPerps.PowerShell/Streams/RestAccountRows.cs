using KanaPerps.Rest;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>The rows of accounts by REST calls, one a wallet, within the time of a command.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class RestAccountRows<T> : IAccountRows
{
    // A call that used up the time ends by a timer, which may be a little early: what is left then is no time for another one.
    private static readonly TimeSpan s_tooShort = TimeSpan.FromMilliseconds(50);

    private readonly KanaCommand _command;
    private readonly Topic<T> _topic;
    private readonly List<(KanaEndpoint Endpoint, string Wallet)> _wallets = [];
    private long _written;

    public RestAccountRows(KanaCommand command, Topic<T> topic)
    {
        _command = command;
        _topic = topic;
    }

    /// <inheritdoc/>
    public void Add(KanaEndpoint endpoint, AccountSelection accounts) => _wallets.AddRange(accounts.Wallets(endpoint).Select(w => (endpoint, w)));

    /// <inheritdoc/>
    public void Write(long maxEvents)
    {
        Deadline deadline = _command.CommandDeadline;
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
            else if (Ask(endpoint, wallet, deadline.Remaining) is { } answer)
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

    private RestRows<T>? Ask(KanaEndpoint endpoint, string wallet, TimeSpan time)
    {
        try
        {
            return _command.Await(async (onRetry, stop) =>
            {
                using KanaRestClient rest = new(endpoint, _command.KeyFor(endpoint), time, onRetry: onRetry);
                return await rest.GetListAsync(_topic, wallet, stop).ConfigureAwait(false);
            });
        }
        catch (KanaException e)
        {
            _command.WriteError(ErrorRecords.From(e, wallet));
            return null;
        }
    }
}
