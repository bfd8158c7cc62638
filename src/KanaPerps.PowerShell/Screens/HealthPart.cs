using System.Globalization;
using KanaPerps.Streaming;

namespace KanaPerps.PowerShell.Screens;

/// <summary>Feeds of one kind in a picture, such as the order books of its markets.</summary>
internal sealed class HealthPart
{
    private Dictionary<FeedKey, ConnectionStatus> _statuses = [];

    /// <summary>Names the feeds.</summary>
    /// <param name="name">What they are called in the picture.</param>
    /// <param name="feeds">The feeds.</param>
    public HealthPart(string name, IReadOnlyList<FeedKey> feeds)
    {
        Name = name;
        Feeds = feeds;
    }

    /// <summary>What the feeds are called.</summary>
    public string Name { get; }

    /// <summary>The feeds. They may change while the picture shows.</summary>
    public IReadOnlyList<FeedKey> Feeds { get; set; }

    /// <summary>Whether all of them bring data as they should.</summary>
    public bool IsHealthy => Feeds.All(IsLive);

    /// <summary>How they stand: the state and the age of the last message, those of feeds in trouble before others.</summary>
    public string Text
    {
        get
        {
            FeedKey[] troubled = [.. Feeds.Where(f => !IsLive(f))];
            FeedKey[] told = troubled.Length > 0 ? troubled : [.. Feeds];
            string count = troubled.Length > 0 && Feeds.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"{troubled.Length} of {Feeds.Count} ") : "";
            return $"{count}{StateOf(told[0])}{AgeText(told.Max(AgeOf))}";
        }
    }

    /// <summary>Whether a feed brings data as it should.</summary>
    public bool IsLive(FeedKey feed) => _statuses.GetValueOrDefault(feed) is { Healthy: true };

    /// <summary>How a feed stands: its state and the age of its last message.</summary>
    public string TextOf(FeedKey feed) => $"{StateOf(feed)}{AgeText(AgeOf(feed))}";

    /// <summary>Takes note of the connections.</summary>
    public void Look(Dictionary<FeedKey, ConnectionStatus> connections) => _statuses = connections;

    /// <summary>A count of all feeds together.</summary>
    public long Count(Func<ConnectionStatus, long> count) => Feeds.Sum(f => _statuses.GetValueOrDefault(f) is { } status ? count(status) : 0);

    private string StateOf(FeedKey feed) => _statuses.GetValueOrDefault(feed) switch
    {
        null => "closed",
        { State: ConnectionState.Live, Healthy: false } => "stale",
        { } status => status.State.ToString().ToLowerInvariant(),
    };

    private TimeSpan? AgeOf(FeedKey feed) => _statuses.GetValueOrDefault(feed)?.LastMessageAge;

    private static string AgeText(TimeSpan? age) => age is { } silence ? string.Create(CultureInfo.InvariantCulture, $" {Math.Floor(silence.TotalSeconds):0} s") : "";
}
