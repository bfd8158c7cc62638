using System.Text;
using KanaPerps.Testing;
using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests;

/// <summary>The codec that belongs to each WebSocket fixture, with its rows brought into a form that compares by value.</summary>
internal static class SampleCodecs
{
    /// <summary>The fixtures of one message each.</summary>
    public static TheoryData<string> Messages => new(Samples.Names("*ws-*.json").Where(n => !n.Contains("subscribe", StringComparison.Ordinal)));

    /// <summary>Decodes a message like the fixture it was made of.</summary>
    /// <returns>The rows, and what was wrong.</returns>
    public static (object[] Rows, WireProblem? Problem) Decode(string sample, string json) => Run(sample, json) is [var (rows, problem, _)] ? (rows, problem) : default;

    /// <summary>Decodes messages like the fixture they were made of, one after the other.</summary>
    /// <returns>Whether the last one was read without the judge.</returns>
    public static bool ReadsFast(string sample, params string[] messages) => Run(sample, messages)[^1].Fast;

    private static List<(object[] Rows, WireProblem? Problem, bool Fast)> Run(string sample, params string[] messages) =>
        KanaTopics.All.Single(t => sample.Contains($"ws-{t.Name}", StringComparison.Ordinal)).Accept(new Reading(messages));

    private sealed class Reading(string[] messages) : ITopicVisitor<List<(object[] Rows, WireProblem? Problem, bool Fast)>>
    {
        public List<(object[] Rows, WireProblem? Problem, bool Fast)> Visit<T>(Topic<T> topic)
        {
            MessageCodec<T> codec = topic.CreateCodec(null);
            List<(object[] Rows, WireProblem? Problem, bool Fast)> results = [];
            foreach (string json in messages)
            {
                DecodedMessage<T> message = codec.Decode(Encoding.UTF8.GetBytes(json), Tests.Decode.ReceivedAt);
                object[] rows = [.. message.Items.SelectMany(i => i is OrderBook book ? [book.Anomalies, .. book.GetLevels()] : new object[] { i! })];
                results.Add((rows, message.Problem, codec.TookFastPath));
            }

            return results;
        }
    }
}
