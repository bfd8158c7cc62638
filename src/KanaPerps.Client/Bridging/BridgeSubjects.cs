using System.Globalization;
using System.Text;
using KanaPerps.Streaming;

namespace KanaPerps.Bridging;

/// <summary>
/// The subjects of a network: <c>kana.mainnet.orderbook.14</c> for messages, <c>kana.mainnet.notice.orderbook.14</c> for notices. What a token of a subject can't hold is
/// written as percent signs and digits, as in an address.
/// </summary>
internal sealed class BridgeSubjects
{
    private static readonly string[] s_reserved = ["notice", "lease", "heartbeat"];

    private readonly string _root;
    private readonly string _ask;

    /// <summary>Makes the subjects.</summary>
    /// <param name="prefix">What they begin with.</param>
    /// <param name="network">The network's name, or what stands for it in an address.</param>
    public BridgeSubjects(string prefix, string network)
    {
        // Outside of what the stream takes: it would answer in place of the bridge.
        _root = $"{prefix}.{Token(network.ToLowerInvariant())}";
        _ask = $"{prefix}-ask.{Token(network.ToLowerInvariant())}";
        Heartbeat = $"{_root}.heartbeat";
        AllLeases = $"{_root}.lease.>";
    }

    /// <summary>Where each bridge says once a second that it runs.</summary>
    public string Heartbeat { get; }

    /// <summary>All subjects at which bridges say which of them publishes a feed.</summary>
    public string AllLeases { get; }

    /// <summary>Whether a text can be what subjects begin with.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Whether it has no token that a subject can't hold.</returns>
    public static bool IsPrefix(string text) => text.Length > 0 && text.Split('.').All(t => t.Length > 0 && Token(t) == t);

    /// <summary>The subjects that the stream of a prefix takes.</summary>
    /// <param name="prefix">The prefix.</param>
    /// <returns>The subjects.</returns>
    public static string AllOf(string prefix) => $"{prefix}.>";

    /// <summary>The name of the stream of a prefix.</summary>
    /// <param name="prefix">The prefix.</param>
    /// <returns>The name.</returns>
    public static string StreamOf(string prefix) => prefix.Replace('.', '_');

    /// <summary>Where the messages of a feed are published.</summary>
    public string Data(FeedKey feed) => $"{_root}.{Feed(feed)}";

    /// <summary>Where the notices of a feed are published.</summary>
    public string Notice(FeedKey feed) => $"{_root}.notice.{Feed(feed)}";

    /// <summary>Where bridges say which of them publishes a feed.</summary>
    public string Lease(FeedKey feed) => $"{_root}.lease.{Feed(feed)}";

    /// <summary>Where the bridge that publishes a feed is asked for its present state.</summary>
    public string Ask(FeedKey feed) => $"{_ask}.{Feed(feed)}";

    private static string Feed(FeedKey feed)
    {
        // A topic of the venue may have a name that means something here.
        string topic = s_reserved.Contains(feed.Topic) ? Escape((byte)feed.Topic[0]) + Token(feed.Topic[1..]) : Token(feed.Topic);
        return feed.Key is { } key ? $"{topic}.{Token(key)}" : topic;
    }

    private static string Token(string text)
    {
        if (text.All(IsPlain))
        {
            return text;
        }

        StringBuilder token = new();
        foreach (byte one in Encoding.UTF8.GetBytes(text))
        {
            token.Append(IsPlain((char)one) ? ((char)one).ToString() : Escape(one));
        }

        return token.ToString();
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    private static string Escape(byte one) => string.Create(CultureInfo.InvariantCulture, $"%{one:X2}");
}
