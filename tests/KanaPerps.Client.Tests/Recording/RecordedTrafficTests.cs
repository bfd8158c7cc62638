using KanaPerps.Testing.Recording;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Recording;

/// <summary>For random traffic with faults, a watcher and the recording say the same.</summary>
public sealed class RecordedTrafficTests
{
    public static TheoryData<string, int, bool> Runs()
    {
        TheoryData<string, int, bool> runs = [];
        foreach (string topic in KanaTopics.All.Select(t => t.Name).Append("best_price"))
        {
            runs.Add(topic, 1, false);
            runs.Add(topic, 2, true);
        }

        // White space before a message.
        runs.Add("best_price", 5, false);

        return runs;
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task What_a_watcher_got_and_what_is_imported_are_equal_in_order_and_digit_by_digit(string name, int seed, bool everyMessage)
    {
        using TestRecording folder = new();
        RecordedTraffic traffic = new(seed, folder.Path);

        string? difference = await traffic.RunAsync(KanaTopics.Find(name) ?? new RawTopic(name, TopicKeyKind.Market), steps: 80, everyMessage);

        Assert.True(difference is null, difference);
        Assert.True(traffic.Events > 3);
    }
}
