namespace KanaPerps.Simulator.Tests;

public sealed class OutboxTests
{
    private static readonly Feed s_first = new("first", "", () => 0, _ => { });
    private static readonly Feed s_second = new("second", "", () => 0, _ => { });

    [Fact]
    public async Task Messages_leave_in_the_order_in_which_they_came()
    {
        using Outbox outbox = new();
        outbox.Post(s_first, [1]);
        outbox.Post(s_second, [2]);
        outbox.Post(s_first, [3]);

        Assert.Equal([1, 2, 3], await TakeAsync(outbox, 3));
    }

    [Fact]
    public async Task A_full_box_keeps_the_newest_message_of_each_feed()
    {
        using Outbox outbox = new();
        outbox.Post(s_second, [200]);
        for (byte i = 0; i < 4; i++)
        {
            byte[] message = new byte[1024 * 1024];
            message[0] = i;
            outbox.Post(s_first, message);
        }

        Assert.Equal([200, 3], await TakeAsync(outbox, 2));
    }

    [Fact]
    public async Task An_ended_box_wakes_its_reader_and_takes_nothing_more()
    {
        using Outbox outbox = new();
        ValueTask<byte[]?> waiting = outbox.TakeAsync(TestContext.Current.CancellationToken);
        outbox.Complete();
        outbox.Post(s_first, [1]);

        Assert.Null(await waiting);
        Assert.Null(await outbox.TakeAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<List<byte>> TakeAsync(Outbox outbox, int count)
    {
        List<byte> taken = [];
        while (taken.Count < count)
        {
            byte[]? message = await outbox.TakeAsync(TestContext.Current.CancellationToken);
            taken.Add(message![0]);
        }

        return taken;
    }
}
