using System.Text.Json;
using KanaPerps.Recording;
using KanaPerps.Testing;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Recording;

/// <summary>What a recorder puts into its folder.</summary>
public sealed class RecorderTests
{
    [Fact]
    public async Task A_recording_has_each_message_as_it_came_and_each_notice_in_its_place()
    {
        using TestRecording folder = new();
        await using StreamFixture fixture = new();
        using Recorder recorder = Recorder.Start(fixture.Manager, Options(folder, fixture, (KanaTopics.FundingRates, null)));
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await socket.SendTextAsync(Messages.Funding(1));
        await socket.SendTextAsync("no JSON");
        await Eventually.HoldsAsync(() => recorder.Messages == 2);

        Assert.True(recorder.Stop(TimeSpan.FromSeconds(10)));

        Assert.Equal(["Started", "Connected", Messages.Funding(1), "BadMessage", "no JSON", "Stopped"], folder.Short());
        folder.AssertZcatReads();
        Assert.Equal((RecorderState.Stopped, null, 1, 2L), (recorder.State, recorder.LastError, recorder.Files, recorder.Messages));
    }

    [Fact]
    public async Task What_a_watcher_is_told_is_recorded_in_the_same_order_between_the_messages()
    {
        using TestRecording folder = new();
        await using StreamFixture fixture = new();
        await using EventReader<FundingRate> reader = fixture.WatchFunding();
        using Recorder recorder = Recorder.Start(fixture.Manager, Options(folder, fixture, (KanaTopics.FundingRates, null)));
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        for (int i = 1; i <= 3; i++)
        {
            await socket.SendTextAsync(Messages.Funding(i));
            await socket.SendTextAsync($$"""{"data":[{"market_id":"14","funding_rate":"x{{i}}"},{"market_id":"15","funding_rate":"{{i}}"}]}""");
            await reader.RowAsync(r => r.MarketId == 15 && r.Rate == i);
            socket.Drop();
            socket = await fixture.Server.AcceptSubscriberAsync();
        }

        await socket.SendTextAsync(Messages.Funding(9));
        await reader.RowAsync(r => r.Rate == 9);
        await fixture.Manager.DisconnectAsync(fixture.Status.Id);
        await reader.EndAsync();
        await recorder.Completion.InTime("the end");

        JsonElement[] lines = [.. folder.Lines().Where(l => !l.TryGetProperty("recording", out _))];
        Assert.Equal(
            reader.All.Select(e => e.Notice?.Message ?? "rows"),
            lines.Select(l => l.TryGetProperty("notice", out _) ? l.GetProperty("text").GetString()! : "rows"));
        Assert.Equal([1, 1, 2, 2, 3, 3, 4], lines.Where(l => l.TryGetProperty("message", out _)).Select(l => l.GetProperty("connection").GetInt32()));
    }

    [Fact]
    public async Task A_watcher_of_the_same_feed_goes_on_while_the_disk_hangs()
    {
        using TestRecording folder = new();
        using FaultyDisk disk = new();
        await using StreamFixture fixture = new();
        await using EventReader<FundingRate> reader = fixture.WatchFunding();
        Recorder recorder = Recorder.Start(
            fixture.Manager,
            Options(folder, fixture, (KanaTopics.FundingRates, null)) with { Disk = disk, Backlog = 2 * RecordingChunk.UsualSize });
        disk.Hang();
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await disk.HangingAsync();

        // More than the memory for what waits holds.
        string blanks = new(' ', 100_000);
        for (int i = 1; i <= 30; i++)
        {
            await socket.SendTextAsync(Messages.Funding(i) + blanks);
            await reader.RowAsync(r => r.Rate == i);
        }

        disk.Answer();
        recorder.Dispose();

        Assert.InRange(recorder.Messages, 5, 25);
        Assert.Equal(30 - recorder.Messages, folder.Lines().Where(l => TestRecording.Short(l) == "RecordingGap").Sum(l => l.GetProperty("messages").GetInt64()));
        folder.AssertZcatReads();
    }

    private static RecorderOptions Options(TestRecording folder, StreamFixture fixture, params (Topic, string?)[] feeds) =>
        new() { Path = folder.Path, Endpoint = fixture.Server.Endpoint, Feeds = feeds, Version = "1.2.3" };
}
