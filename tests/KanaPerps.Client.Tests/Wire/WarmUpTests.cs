using KanaPerps.Wire;
using KanaPerps.Wire.Codecs;

namespace KanaPerps.Client.Tests.Wire;

public sealed class WarmUpTests
{
    [Fact]
    public void Every_codec_reads_its_own_example_by_the_fast_path()
    {
        AssertWarm(new PositionCodec(null));
        AssertWarm(new OpenOrderCodec(null));
        AssertWarm(new FillCodec(null));
        AssertWarm(new OrderRecordCodec(null));
        AssertWarm(new TradeCodec(null));
        AssertWarm(new FundingRateCodec(null));
        AssertWarm(new TransferCodec(null));
        AssertWarm(new OrderBookCodec(null));
    }

    private static void AssertWarm<T>(MessageCodec<T> codec)
    {
        codec.WarmUp();

        Assert.True(codec.TookFastPath, codec.GetType().Name);
    }
}
