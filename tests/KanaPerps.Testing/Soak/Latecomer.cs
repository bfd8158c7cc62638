using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Testing.Soak;

/// <summary>Joins a feed in whatever state it is, and checks what it is handed at once.</summary>
internal static class Latecomer
{
    /// <summary>Joins, looks, stays for a while and leaves.</summary>
    /// <param name="manager">The manager.</param>
    /// <param name="feed">The feed.</param>
    /// <param name="topic">Its topic.</param>
    /// <param name="isSnapshot">Whether to ask for the venue's list of the moment alone, as a Get- does.</param>
    /// <param name="life">How long to stay.</param>
    /// <returns>What was wrong, or null.</returns>
    public static async Task<string?> JoinAsync<T>(ConnectionManager manager, FeedKey feed, Topic<T> topic, bool isSnapshot, TimeSpan life)
    {
        ConnectionStatus? before = StatusOf(manager, feed);
        using Subscription<T> subscription = manager.Subscribe(feed.Endpoint, topic, feed.Key, new SubscriptionOptions { Snapshot = isSnapshot });
        List<StreamEvent<T>> handed = [];
        while (subscription.TryRead(out StreamEvent<T> next))
        {
            handed.Add(next);
        }

        // Only what held before and after can be asked for: a feed may change its state at any moment.
        ConnectionStatus? after = StatusOf(manager, feed);
        string? violation = before is not null && after is not null && (before.Id, before.State, before.Since, before.Messages) == (after.Id, after.State, after.Since, after.Messages)
            ? Judge(after, handed, isSnapshot)
            : null;
        await StayAsync(subscription, life);
        return violation;
    }

    private static string? Judge<T>(ConnectionStatus status, List<StreamEvent<T>> handed, bool isSnapshot)
    {
        bool hasData = handed.Exists(e => e.Notice is null);
        bool isTold = handed.Exists(e => e.Notice is ReconnectingNotice);
        return status.State switch
        {
            ConnectionState.Backoff when !isSnapshot && !isTold => $"{status}: a latecomer was not told that the connection is lost",
            ConnectionState.Connecting when !isSnapshot && hasData && !isTold => $"{status}: a latecomer got rows from before the loss and no word of it",
            not ConnectionState.Live when isSnapshot && hasData => $"{status}: rows from before the loss were handed out as those of the moment",
            ConnectionState.Live when status.Healthy && !hasData => $"{status}: a latecomer was not handed the list",
            _ => null,
        };
    }

    private static ConnectionStatus? StatusOf(ConnectionManager manager, FeedKey feed) => manager.GetConnections().FirstOrDefault(c => c.Feed == feed);

    private static async Task StayAsync<T>(Subscription<T> subscription, TimeSpan life)
    {
        using CancellationTokenSource end = new(life);
        try
        {
            await foreach (StreamEvent<T> next in subscription.ReadAllAsync(end.Token))
            {
                if (next.Notice is FaultNotice fault)
                {
                    throw fault.Error;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Its life is over.
        }
    }
}
