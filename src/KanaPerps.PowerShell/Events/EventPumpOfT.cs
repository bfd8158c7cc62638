using System.Management.Automation;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Carries the rows of one topic.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class EventPump<T> : EventPump
{
    private readonly Subscription<T> _subscription;
    private readonly Func<FeedKey, object?, bool> _isWanted;
    private readonly AccountWallets _wallets;

    public EventPump(
        PSEventManager events,
        PSEventSubscriber subscriber,
        PSObject? messageData,
        Topic<T> topic,
        IEnumerable<(KanaEndpoint Endpoint, string? Key)> targets,
        SubscriptionOptions options,
        Func<FeedKey, object?, bool> isWanted,
        AccountWallets wallets)
        : base(events, subscriber, messageData)
    {
        _subscription = KanaSession.Connections.Subscribe(topic, targets, options);
        _isWanted = isWanted;
        _wallets = wallets;
    }

    protected override async Task PumpAsync(CancellationToken stop)
    {
        await foreach (StreamEvent<T> next in _subscription.ReadAllAsync(stop).ConfigureAwait(false))
        {
            // That a connection came about at first is nothing to act on; everything else is.
            if (next.Notice is { } notice and not ConnectedNotice)
            {
                await RaiseAsync(new KanaEventArgs(next.Feed, null, notice), stop).ConfigureAwait(false);
            }

            foreach (T item in next.Items)
            {
                if (_isWanted(next.Feed, item))
                {
                    await RaiseAsync(new KanaEventArgs(next.Feed, _wallets.Name(next.Feed, item), null), stop).ConfigureAwait(false);
                }
            }
        }
    }

    protected override void Leave() => _subscription.DisposeAtOnce();
}
