using KanaPerps.Streaming;
using KanaPerps.Transport;

namespace KanaPerps.Client.Tests.Transport;

public sealed class ConnectionWarmUpTests
{
    [Fact]
    public async Task The_warm_up_takes_its_message_through_everything_that_carries_a_real_one()
    {
        int messages = await WebSocketConnection.WarmUpAsync(new("ws://127.0.0.1:9/"), new StreamOptions().ConnectionLimits, TimeProvider.System).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(1, messages);
    }
}
