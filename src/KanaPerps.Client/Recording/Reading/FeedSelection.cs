using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Recording;

/// <summary>Which feeds of a recording are wanted. It takes note of what it met, so that what is not there can be told.</summary>
/// <param name="topics">The names of topics on the wire, or null for all.</param>
/// <param name="markets">The ids of markets, or null.</param>
/// <param name="accounts">The profile addresses in the form in which addresses compare, or null. With markets or accounts only their feeds are wanted.</param>
internal sealed class FeedSelection(IEnumerable<string>? topics = null, IEnumerable<long>? markets = null, IEnumerable<string>? accounts = null)
{
    private readonly HashSet<string>? _topics = topics is null ? null : [.. topics];
    private readonly HashSet<long>? _markets = markets is null ? null : [.. markets];
    private readonly HashSet<string>? _accounts = accounts is null ? null : [.. accounts];
    private readonly HashSet<string> _met = [];

    /// <summary>Of a topic of the whole venue: the markets whose rows are wanted, or null for all.</summary>
    public IReadOnlySet<long>? Markets => _markets;

    /// <summary>Whether a feed is wanted.</summary>
    /// <param name="feed">The feed.</param>
    public bool Takes(FeedKey feed)
    {
        bool isTopic = _topics is null || _topics.Contains(feed.Topic);
        bool takes = isTopic && TakesKey(feed);
        if (takes)
        {
            _met.Add(feed.Topic);
            _met.Add(feed.Key ?? "");
        }

        return takes;
    }

    /// <summary>What was wanted and is in no feed that was met, in the words of the user.</summary>
    public IEnumerable<string> Missing =>
        (_topics ?? []).Where(t => !_met.Contains(t)).Select(t => $"the topic {Wire.VenueText.Shorten(t)}")
            .Concat(_met.Contains("") ? [] : (_markets ?? []).Where(m => !_met.Contains(MarketIds.Text(m))).Select(m => $"the market {MarketTable.SymbolOf(m) ?? MarketIds.Text(m)}"))
            .Concat((_accounts ?? []).Where(a => !_met.Contains(a)).Select(a => $"the account {AccountAddress.Shorten(a)}"));

    private bool TakesKey(FeedKey feed)
    {
        if (_markets is null && _accounts is null)
        {
            return true;
        }

        // The funding rates of all markets are one feed, of which some rows are wanted.
        return feed.Key is not { } key
            ? _markets is not null && KanaTopics.Find(feed.Topic) is not null
            : (_accounts?.Contains(key) ?? false) || (_markets is not null && MarketIds.Read(key) is { } id && _markets.Contains(id));
    }
}
