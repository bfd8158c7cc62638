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

    private static RecorderOptions Options(TestRecording folder, StreamFixture fixture, params (Topic, string?)[] feeds) =>
        new() { Path = folder.Path, Endpoint = fixture.Server.Endpoint, Feeds = feeds, Version = "1.2.3" };
}
