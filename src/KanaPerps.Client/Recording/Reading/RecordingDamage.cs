using System.Globalization;

namespace KanaPerps.Recording;

/// <summary>A part of a recording that could not be read, in its place among what could.</summary>
public sealed record RecordingDamage
{
    /// <summary>The name of the file, without its folder.</summary>
    public required string File { get; init; }

    /// <summary>The kind of damage.</summary>
    public required RecordingDamageKind Kind { get; init; }

    /// <summary>Where in the file it begins, in bytes.</summary>
    public long Offset { get; init; }

    /// <summary>How many bytes of the file it takes.</summary>
    public long Bytes { get; init; }

    /// <summary>What is wrong, in a sentence without its full stop.</summary>
    public required string Reason { get; init; }

    /// <summary>The time of the last line that could be read before it, in UTC, or null when there is no such line.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The time of the next line that could be read, in UTC, or null when there is no such line.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Whether lines may be missing: false for damage that all lines survived.</summary>
    public bool IsLoss { get; init; } = true;

    /// <summary>What happened and what it means.</summary>
    /// <returns>Such as <c>2026-11-25T21.jsonl.gz: 512 bytes at offset 4096 can't be read: the checksum is wrong. Lines between … and … may be missing.</c></returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}: {Place}{Reason}.{Consequence}");

    // A member holds half a second, so whole seconds would not tell its ends apart.
    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private string Place => Bytes > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Bytes} bytes at offset {Offset}: ") : "";

    private string Consequence => (IsLoss, From, To) switch
    {
        (false, _, _) => " No line is missing.",
        (_, { } from, { } to) => string.Create(CultureInfo.InvariantCulture, $" Lines between {Text(from)} and {Text(to)} may be missing."),
        (_, { } from, null) => string.Create(CultureInfo.InvariantCulture, $" Lines after {Text(from)} may be missing."),
        (_, null, { } to) => string.Create(CultureInfo.InvariantCulture, $" Lines before {Text(to)} may be missing."),
        _ => "",
    };
}
