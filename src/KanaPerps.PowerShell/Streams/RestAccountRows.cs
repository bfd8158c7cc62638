using KanaPerps.Rest;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>The rows of accounts by REST calls.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class RestAccountRows<T> : IAccountRows
{
    private readonly KanaCommand _command;
    private readonly RestAccountLists<T> _lists;

    public RestAccountRows(KanaCommand command, Topic<T> topic)
    {
        _command = command;
        _lists = new RestAccountLists<T>(command, topic);
    }

    /// <inheritdoc/>
    public void Add(KanaEndpoint endpoint, AccountSelection accounts) => _lists.Add(endpoint, accounts);

    /// <inheritdoc/>
    public void Write(long maxEvents)
    {
        long written = 0;
        foreach ((_, string wallet, RestRows<T> answer) in _lists.Ask())
        {
            foreach (T row in answer.Rows.Take((int)Math.Min(maxEvents - written, int.MaxValue)))
            {
                written++;
                _command.WriteObject(row);
            }

            _lists.Report(answer, wallet);
            if (written >= maxEvents)
            {
                return;
            }
        }
    }
}
