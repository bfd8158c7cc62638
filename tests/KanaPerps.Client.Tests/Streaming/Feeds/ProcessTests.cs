using System.Diagnostics;
using KanaPerps.Testing;
using KanaPerps.Testing.Faults;

namespace KanaPerps.Client.Tests.Streaming.Feeds;

/// <summary>Faults that strike a whole process, so that it takes one of its own to see them.</summary>
public sealed class ProcessTests
{
    private const string Lost = "ReconnectingNotice";

    [Fact]
    public async Task A_process_whose_pool_threads_are_all_blocked_goes_on_afterwards_without_a_storm()
    {
        await using ScriptedServer server = new();
        await using VictimProcess victim = new(server.Endpoint);
        ScriptedWebSocket socket = await server.AcceptSubscriberAsync();
        await SendAsync(socket, 1);
        await victim.LineAsync("rate 1");

        // Longer than a ping and its timeout, so the connection may be given up or not; what is sent meanwhile must come either way.
        await victim.SayAsync("block 2");
        await victim.LineAsync("blocked");
        await SendAsync(socket, 2);

        using CancellationTokenSource end = new();
        Task answering = AnswerAllAsync(server, 2, end.Token);
        await victim.LineAsync("rate 2");
        await Eventually.HoldsAsync(() => victim.Lines.Contains("released"));
        await end.CancelAsync();
        await answering;
        Assert.InRange(server.ConnectionCount, 1, 2);
        Assert.InRange(victim.Lines.Count(l => l == Lost), 0, 1);
    }

    [Fact]
    public async Task A_process_that_was_stopped_is_live_again_within_five_seconds_after_one_gap()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal that stops a process.");
        await using ScriptedServer server = new();
        await using VictimProcess victim = new(server.Endpoint);
        ScriptedWebSocket socket = await server.AcceptSubscriberAsync();
        await SendAsync(socket, 1);
        await victim.LineAsync("rate 1");

        // Meanwhile all its deadlines pass, and the venue gives it up.
        await victim.StopAsync();
        await Schedule.PauseAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        socket.Drop();
        await victim.ContinueAsync();

        Stopwatch watch = Stopwatch.StartNew();
        await SendAsync(await server.AcceptSubscriberAsync(), 2);
        await victim.LineAsync("rate 2");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
        Assert.Equal(["ConnectedNotice", "rate 1", Lost, "ReconnectedNotice", "rate 2"], victim.Lines);
        Assert.Equal(2, server.ConnectionCount);
    }

    private static Task SendAsync(ScriptedWebSocket socket, decimal rate) => socket.SendTextAsync(Messages.Funding(rate));

    private static async Task AnswerAllAsync(ScriptedServer server, decimal rate, CancellationToken end)
    {
        try
        {
            while (true)
            {
                ScriptedWebSocket socket = await (await server.AcceptUntilAsync(end)).UpgradeAsync();
                await socket.NextTextAsync();
                await SendAsync(socket, rate);
            }
        }
        catch (OperationCanceledException)
        {
            // The victim has reconnected.
        }
    }
}
