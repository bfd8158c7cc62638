using System.Globalization;
using KanaPerps.Bridging;
using KanaPerps.Streaming;

namespace KanaPerps.Recording;

/// <summary>A time of which data is missing in a recording, or may be.</summary>
/// <param name="From">From when on, in UTC.</param>
/// <param name="To">Until when, in UTC.</param>
/// <param name="Notice">The notice of the recording that says so.</param>
public sealed record RecordedGap(DateTimeOffset From, DateTimeOffset To, StreamNotice Notice)
{
    /// <summary>How long it is.</summary>
    public TimeSpan Length => To - From;

    /// <summary>The gap that a notice tells of.</summary>
    /// <param name="notice">The notice.</param>
    /// <returns>The gap, or null when the notice tells of none.</returns>
    internal static RecordedGap? Of(StreamNotice notice) => notice switch
    {
        RecordingGapNotice hole => new(hole.From, hole.To, hole),
        BridgeGapNotice hole => new(hole.From, hole.To, hole),
        GapNotice gap => new(gap.From, gap.At, gap),
        ReconnectedNotice { Completeness: not Topics.Completeness.Proven } outage => new(outage.From, outage.At, outage),
        _ => null,
    };

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:u} to {To:u}: {Notice.Message}");
}
