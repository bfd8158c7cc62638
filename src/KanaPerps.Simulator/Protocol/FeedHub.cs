namespace KanaPerps.Simulator;

/// <summary>Who is subscribed to what. Each message is written once and shared. Not thread safe: its owner holds a lock around it.</summary>
internal sealed class FeedHub(FeedCatalog catalog, RowWriter writer)
{
    private readonly Dictionary<(string Topic, string Key), Feed> _feeds = [];

    /// <summary>Subscribes and posts the current list. Asking again posts it again.</summary>
    public void Subscribe(SubscribeRequest request, IFeedSubscriber subscriber)
    {
        if (catalog.Create(request) is not Feed asked)
        {
            return;
        }

        if (!_feeds.TryGetValue((asked.Topic, asked.Key), out Feed? feed))
        {
            feed = asked;
            _feeds.Add((feed.Topic, feed.Key), feed);
        }

        if (!feed.Subscribers.Contains(subscriber))
        {
            feed.Subscribers.Add(subscriber);
        }

        feed.Refresh(writer);
        subscriber.Post(feed, feed.Latest);
    }

    public void Remove(IFeedSubscriber subscriber)
    {
        foreach (Feed feed in _feeds.Values)
        {
            // Deleting while enumerating is allowed for a Dictionary.
            if (feed.Subscribers.Remove(subscriber) && feed.Subscribers.Count == 0)
            {
                _feeds.Remove((feed.Topic, feed.Key));
            }
        }
    }

    /// <summary>Posts every list that changed to those who asked for it.</summary>
    public void Publish()
    {
        foreach (Feed feed in _feeds.Values)
        {
            if (!feed.Refresh(writer))
            {
                continue;
            }

            foreach (IFeedSubscriber subscriber in feed.Subscribers)
            {
                subscriber.Post(feed, feed.Latest);
            }
        }
    }

    public IReadOnlyList<SimulatorSubscription> Subscriptions() =>
    [
        .. from feed in _feeds.Values
           from subscriber in feed.Subscribers
           orderby subscriber.Id, feed.Topic, feed.Key
           select new SimulatorSubscription(subscriber.Id, feed.Topic, feed.Key),
    ];
}
