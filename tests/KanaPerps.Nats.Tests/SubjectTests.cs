using KanaPerps.Bridging;
using KanaPerps.Streaming;

namespace KanaPerps.Nats.Tests;

/// <summary>What the subjects and the addresses of brokers are.</summary>
public sealed class SubjectTests
{
    [Theory]
    [InlineData("orderbook", "14", "kana.mainnet.orderbook.14", "kana.mainnet.notice.orderbook.14", "kana-ask.mainnet.orderbook.14")]
    [InlineData("live_funding_rate", null, "kana.mainnet.live_funding_rate", "kana.mainnet.notice.live_funding_rate", "kana-ask.mainnet.live_funding_rate")]
    [InlineData("odd topic.*", ">\u00e9", "kana.mainnet.odd%20topic%2E%2A.%3E%C3%A9", "kana.mainnet.notice.odd%20topic%2E%2A.%3E%C3%A9", "kana-ask.mainnet.odd%20topic%2E%2A.%3E%C3%A9")]
    [InlineData("heartbeat", "a%b", "kana.mainnet.%68eartbeat.a%25b", "kana.mainnet.notice.%68eartbeat.a%25b", "kana-ask.mainnet.%68eartbeat.a%25b")]
    public void A_feed_has_subjects_of_its_own_whatever_is_in_its_key(string topic, string? key, string data, string notice, string ask)
    {
        BridgeSubjects subjects = new("kana", "Mainnet");
        FeedKey feed = new(KanaEndpoint.Mainnet, topic, key);
        Assert.Equal((data, notice, ask), (subjects.Data(feed), subjects.Notice(feed), subjects.Ask(feed)));
    }

    [Theory]
    [InlineData("kana", true)]
    [InlineData("team.kana-1", true)]
    [InlineData("", false)]
    [InlineData("kana.", false)]
    [InlineData("kana*", false)]
    [InlineData("ka na", false)]
    [InlineData(">", false)]
    public void A_prefix_has_tokens_that_a_subject_can_hold(string text, bool isOne) => Assert.Equal(isOne, BridgeSubjects.IsPrefix(text));

    [Theory]
    [InlineData("nats://127.0.0.1", "127.0.0.1:4222", false)]
    [InlineData("nats://localhost:5000", "localhost:5000", false)]
    [InlineData("tls://localhost:5000", "localhost:5000", true)]
    [InlineData("nats://broker.example", "broker.example:4222", true)]
    [InlineData("nats://user:word@[::1]:5000", "::1:5000", false)]
    public void An_address_of_another_machine_requires_TLS(string address, string server, bool requiresTls)
    {
        BrokerAddress read = BrokerAddress.Read(new(address), hasPath: false);
        Assert.Equal((server, requiresTls), (read.ToString(), read.RequiresTls));
    }

    [Theory]
    [InlineData("wss://host", false)]
    [InlineData("nats:", false)]
    [InlineData("nats://host/kana", false)]
    [InlineData("nats://host?a=b", false)]
    [InlineData("nats://host", true)]
    [InlineData("nats://host/kana", true)]
    [InlineData("nats://host/ka*na/mainnet", true)]
    [InlineData("nats://host/kana/mainnet/more", true)]
    public void An_address_of_another_kind_is_an_error_that_shows_one_of_the_right_kind(string address, bool hasPath)
    {
        KanaException error = Assert.Throws<KanaException>(() => BrokerAddress.Read(new(address), hasPath));
        Assert.Equal(KanaErrorKind.InvalidEndpoint, error.Kind);
        Assert.Contains("nats://host:4222", error.NextStep, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a1:7:8:orderbook/14", true)]
    [InlineData("a1:7:8:odd:feed", true)]
    [InlineData("a1:7:8", false)]
    [InlineData("a1:-7:8:x", false)]
    [InlineData(":7:8:x", false)]
    [InlineData(null, false)]
    public void An_id_of_another_kind_is_not_read(string? text, bool isOne)
    {
        Assert.Equal(isOne, BridgeMessageId.TryParse(text, out BridgeMessageId id));
        Assert.Equal(isOne ? text : null, isOne ? id.ToString() : null);
    }
}
