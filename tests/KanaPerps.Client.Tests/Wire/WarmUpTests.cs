using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests.Wire;

public sealed class WarmUpTests
{
    [Fact]
    public void Every_codec_reads_its_own_example_by_the_fast_path() => Assert.All(KanaTopics.All, t => Assert.True(t.Accept(new WarmUp()), t.Name));

    private sealed class WarmUp : ITopicVisitor<bool>
    {
        public bool Visit<T>(Topic<T> topic)
        {
            MessageCodec<T> codec = topic.CreateCodec(null);
            codec.WarmUp();
            return codec.TookFastPath;
        }
    }
}
