using System.Management.Automation;
using KanaPerps.Streaming;

namespace KanaPerps.PowerShell;

/// <summary>Carries the rows of one topic.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class EventPump<T> : EventPump
{
    private readonly Subscription<T> _subscription;
    private readonly AccountWallets _wallets;

    public EventPump(PSEventManager events, PSEventSubscriber subscriber, PSObject? messageData, Subscription<T> subscription, AccountWallets wallets)
        : base(events, subscriber, messageData)
    {
        _subscription = subscription;
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
                await RaiseAsync(new KanaEventArgs(next.Feed, OrderOutcome.Complete(next.Feed, _wallets.Name(next.Feed, item)), null), stop).ConfigureAwait(false);
            }
        }
    }

    protected override void Leave() => _subscription.CloseNow();
}
