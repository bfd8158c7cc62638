using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Topics;

public sealed class SortedViewTests
{
    private static readonly FundingRate[] s_asSent = [Rate("SOL-USD", 31), Rate("APT-USD", 14), Rate("ETH-USD", 16), Rate("BTC-USD", 15)];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Funding_rates_of_one_message_come_in_the_order_of_their_markets(bool everyMessage)
    {
        View<FundingRate> view = KanaTopics.FundingRates.CreateView(new SubscriptionOptions { EveryMessage = everyMessage });

        IReadOnlyList<FundingRate> shown = view.Apply(new(s_asSent, IsInitial: false, IsComplete: true));

        Assert.Equal(["APT-USD", "BTC-USD", "ETH-USD", "SOL-USD"], shown.Select(row => row.Symbol));
        Assert.Equal("SOL-USD", s_asSent[0].Symbol);
    }

    private static FundingRate Rate(string symbol, long id) => Rows.FundingRate(symbol, id);
}
