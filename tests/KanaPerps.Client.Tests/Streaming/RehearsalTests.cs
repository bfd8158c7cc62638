using KanaPerps.Streaming;

namespace KanaPerps.Client.Tests.Streaming;

public sealed class RehearsalTests
{
    [Fact]
    public async Task The_rehearsal_takes_its_message_through_everything_that_carries_a_real_one()
    {
        int messages = await WebSocketConnection.RehearseAsync(new("ws://127.0.0.1:9/"), new StreamOptions(), TimeProvider.System).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(1, messages);
    }
}
