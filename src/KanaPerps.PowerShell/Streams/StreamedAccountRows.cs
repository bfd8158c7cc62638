using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>The rows of accounts from the streams of their profiles.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class StreamedAccountRows<T> : IAccountRows
{
    private readonly KanaCommand _command;
    private readonly Topic<T> _topic;
    private readonly SubscriptionOptions _options;
    private readonly CommandStream<T> _stream;
    private readonly AccountWallets _wallets = new();

    public StreamedAccountRows(KanaCommand command, Topic<T> topic, SubscriptionOptions options)
    {
        _command = command;
        _topic = topic;
        _options = options;
        _stream = new CommandStream<T>(command);
    }

    /// <inheritdoc/>
    public void Add(KanaEndpoint endpoint, AccountSelection accounts)
    {
        foreach (string profile in accounts.Profiles(endpoint))
        {
            _wallets.Add(endpoint, profile);
            _stream.Add(endpoint, [profile]);
        }
    }

    /// <inheritdoc/>
    public void Write(long maxEvents) => _stream.Run(_topic, _options, maxEvents, Write);

    private bool Write(FeedKey feed, T item)
    {
        _command.WriteObject(OrderOutcome.Complete(feed, _wallets.Name(feed, item)));
        return true;
    }
}
