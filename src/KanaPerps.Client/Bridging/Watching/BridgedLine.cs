using System.Text.Json;
using KanaPerps.Recording;
using KanaPerps.Streaming;
using KanaPerps.Wire;

namespace KanaPerps.Bridging;

/// <summary>Reads a line that a bridge has published.</summary>
internal static class BridgedLine
{
    /// <summary>Reads a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="feed">The feed that it is of.</param>
    /// <returns>What it holds.</returns>
    public static BridgedItem Read(ReadOnlySpan<byte> line, FeedKey feed)
    {
        if (!LineParser.TryParse(line, out LineShape shape, out string? problem))
        {
            return Foreign(line, problem ?? "it is not a line of a bridge");
        }

        if (shape.Kind == RecordedKind.Message)
        {
            return new(LinePayload.Of(line, shape).ToArray(), shape.Form == PayloadForm.Base64);
        }

        if (shape.Kind != RecordedKind.Notice)
        {
            return Foreign(line, "it is neither a message nor a notice");
        }

        using JsonDocument json = JsonDocument.Parse(line.ToArray());
        return new([], Notice: NoticeJson.Read(json.RootElement, feed));
    }

    /// <summary>What something is that no bridge has published.</summary>
    /// <param name="payload">What came.</param>
    /// <param name="why">Why it is not a bridge's.</param>
    /// <returns>The item.</returns>
    public static BridgedItem Foreign(ReadOnlySpan<byte> payload, string why) =>
        new([], Problem: new WireProblem(BadMessageReason.UnknownShape, $"{why}: another program has published it to the subject", VenueText.Excerpt(payload)));
}
