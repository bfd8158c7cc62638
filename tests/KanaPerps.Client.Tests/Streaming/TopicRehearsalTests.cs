using KanaPerps.Streaming;
using KanaPerps.Topics;
using KanaPerps.Transport;

namespace KanaPerps.Client.Tests.Streaming;

public sealed class TopicRehearsalTests
{
    private static readonly FeedContext s_context = new(new StreamOptions(), TimeProvider.System, new DialBudget(TimeProvider.System));

    [Fact]
    public void An_example_of_each_topic_that_has_a_model_comes_as_far_as_a_subscriber() => Assert.All(KanaTopics.All, t => Assert.True(t.Accept(new Rehearsal()) > 0, t.Name));

    [Fact]
    public void A_topic_without_a_model_has_no_example()
    {
        Assert.Equal(0, new RawTopic("anything", TopicKeyKind.None).Accept(new Rehearsal()));
    }

    private sealed class Rehearsal : ITopicVisitor<int>
    {
        public int Visit<T>(Topic<T> topic) => TopicRehearsal.Run(new FeedKey(KanaEndpoint.Mainnet, topic.Name, null), topic, s_context);
    }
}
