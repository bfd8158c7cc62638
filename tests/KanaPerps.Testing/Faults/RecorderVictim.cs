using KanaPerps.Recording;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Testing.Faults;

/// <summary>A process that records funding rates until its input ends, or it is killed.</summary>
internal static class RecorderVictim
{
    /// <summary>The first argument.</summary>
    public const string Command = "record";

    public static async Task<int> RunAsync(KanaEndpoint endpoint, string folder)
    {
        await using ConnectionManager manager = new(StreamFixture.Fast);
        using Recorder recorder = Recorder.Start(manager, new() { Path = folder, Endpoint = endpoint, Feeds = [(KanaTopics.FundingRates, null)] });
        Console.WriteLine("recording");
        while (Console.ReadLine() is not null)
        {
        }

        return 0;
    }
}
