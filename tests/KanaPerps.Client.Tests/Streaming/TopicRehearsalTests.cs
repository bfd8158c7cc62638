using KanaPerps.Streaming;
using KanaPerps.Topics;
using KanaPerps.Transport;

namespace KanaPerps.Client.Tests.Streaming;

public sealed class TopicRehearsalTests
{
    private static readonly FeedContext s_context = new(new StreamOptions(), TimeProvider.System, new DialBudget(TimeProvider.System));

    [Fact]
    public void An_example_of_each_topic_that_has_a_model_comes_as_far_as_a_subscriber()
    {
        AssertArrives(KanaTopics.Positions);
        AssertArrives(KanaTopics.OpenOrders);
        AssertArrives(KanaTopics.FundingRates);
        AssertArrives(KanaTopics.Fills);
        AssertArrives(KanaTopics.OrderHistory);
        AssertArrives(KanaTopics.RecentTrades);
        AssertArrives(KanaTopics.Transfers);
        AssertArrives(KanaTopics.OrderBook);
    }

    [Fact]
    public void A_topic_without_a_model_has_no_example()
    {
        Assert.Equal(0, Rehearse(new RawTopic("anything", TopicKeyKind.None)));
    }

    private static void AssertArrives<T>(Topic<T> topic) => Assert.True(Rehearse(topic) > 0, topic.Name);

    private static int Rehearse<T>(Topic<T> topic) => TopicRehearsal.Run(new FeedKey(KanaEndpoint.Mainnet, topic.Name, null), topic, s_context);
}
