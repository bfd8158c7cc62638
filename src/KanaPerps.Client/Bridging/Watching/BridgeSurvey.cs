using KanaPerps.Nats;
using KanaPerps.Recording;
using KanaPerps.Streaming;
using KanaPerps.Wire;

namespace KanaPerps.Bridging;

/// <summary>
/// Finds out what the bridges of a broker publish, by their heartbeats, so that a wrong prefix, network, topic or key is seen at once. What this login may not subscribe to is not found.
/// </summary>
internal sealed class BridgeSurvey
{
    private const int MostPlaces = 3;
    private const int MostFeeds = 4;

    // Longer than the time between two heartbeats.
    private static readonly TimeSpan s_patience = new BridgeTimes().Heartbeat * 3 / 2;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, SortedSet<string>> _feeds = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _appeared = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _wanted;
    private readonly string _topic;
    private readonly string _place;

    private BridgeSurvey(FeedKey feed, BrokerAddress address)
    {
        _wanted = FeedName.Of(feed);
        _topic = FeedName.Of(feed.Topic, null);
        _place = $"{address.Prefix}/{Uri.EscapeDataString(address.Network!)}";
    }

    /// <summary>Whether a bridge publishes the feed by now.</summary>
    public bool HasAppeared => _appeared.Task.IsCompleted;

    /// <summary>Listens for the heartbeats of bridges.</summary>
    /// <param name="connection">The broker.</param>
    /// <param name="feed">The feed that no bridge answers for. If a bridge begins to publish it, the survey ends at once.</param>
    /// <param name="address">Where it was asked for.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="BrokerException">The connection is lost.</exception>
    public static async Task<BridgeSurvey> RunAsync(BrokerConnection connection, FeedKey feed, BrokerAddress address, TimeProvider time, CancellationToken cancellation)
    {
        BridgeSurvey survey = new(feed, address);
        IAsyncDisposable own = await connection.SubscribeAsync($"{address.Prefix}.*.heartbeat", survey.Take, cancellation).ConfigureAwait(false);
        await using (own.ConfigureAwait(false))
        {
            IAsyncDisposable all = await connection.SubscribeAsync("*.*.heartbeat", survey.Take, cancellation).ConfigureAwait(false);
            await using (all.ConfigureAwait(false))
            {
                await Task.WhenAny(Task.Delay(s_patience, time, cancellation), survey._appeared.Task).ConfigureAwait(false);
            }
        }

        return survey;
    }

    /// <summary>What is published, in words; null where nothing is.</summary>
    /// <returns>The same place first, where another feed was meant; then those that have the feed.</returns>
    public string? Words()
    {
        lock (_gate)
        {
            string[] places = [.. _feeds.OrderBy(p => p.Key == _place ? 0 : p.Value.Contains(_wanted) ? 1 : 2).Select(p => $"{VenueText.Shorten(p.Key)} has {Feeds(p.Value)}")];
            return places.Length == 0 ? null : List(places, MostPlaces, "; ");
        }
    }

    // What is likely to be meant first: the feed itself, others of its topic, then those with short names, which are not of accounts.
    private string Feeds(IEnumerable<string> names) => List(
        [.. names.OrderBy(f => f == _wanted ? 0 : f.StartsWith($"{_topic}/", StringComparison.Ordinal) ? 1 : 2).ThenBy(f => f.Length).Select(VenueText.Shorten)],
        MostFeeds,
        ", ");

    private void Take(in BrokerMessage message)
    {
        string[] tokens = message.Subject.Split('.');
        if (BridgeRecord.Read(message.Payload) is not { Ends: not true, Feeds: { Count: > 0 } feeds })
        {
            return;
        }

        string place = $"{string.Join('.', tokens[..^2])}/{tokens[^2]}";
        lock (_gate)
        {
            if (!_feeds.TryGetValue(place, out SortedSet<string>? known))
            {
                _feeds.Add(place, known = new(StringComparer.Ordinal));
            }

            known.UnionWith(feeds);
        }

        if (place == _place && feeds.Contains(_wanted))
        {
            _appeared.TrySetResult();
        }
    }

    private static string List(string[] names, int most, string separator) =>
        string.Join(separator, names.Take(most)) + (names.Length > most ? FormattableString.Invariant($"{separator}and {names.Length - most} more") : "");
}
