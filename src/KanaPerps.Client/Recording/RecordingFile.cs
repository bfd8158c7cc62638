using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace KanaPerps.Recording;

/// <summary>
/// The name of a data file of a recording, such as <c>2026-11-25T21.jsonl.gz</c>, <c>2026-11-25T21-30.jsonl.gz</c> or
/// <c>2026-11-25T21.2.jsonl.gz</c>. The order of the files is the order of these values, and never that of their names.
/// </summary>
/// <remarks>A file has no line that was received after its period. It may have a few that were received before.</remarks>
/// <param name="Start">When the period begins, in UTC, to the minute.</param>
/// <param name="Part">Which part of the period it is, from 1.</param>
internal readonly record struct RecordingFile(DateTime Start, int Part = 1) : IComparable<RecordingFile>
{
    /// <summary>What the names of all data files end with.</summary>
    public const string Extension = ".jsonl.gz";

    /// <summary>What is added to the name of a file whose torn end was moved away.</summary>
    public const string TornExtension = ".torn";

    private const string OnTheHour = "yyyy-MM-dd'T'HH";
    private const string WithMinutes = "yyyy-MM-dd'T'HH-mm";

    /// <summary>The file's name.</summary>
    public string Name => Start.ToString(Start.Minute == 0 ? OnTheHour : WithMinutes, CultureInfo.InvariantCulture)
        + (Part == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $".{Part}"))
        + Extension;

    /// <summary>Reads a file's name.</summary>
    /// <param name="name">The name, without a folder.</param>
    /// <param name="file">What it says.</param>
    /// <returns>False when it is not the name of a data file.</returns>
    public static bool TryParse([NotNullWhen(true)] string? name, out RecordingFile file)
    {
        file = default;
        if (name is null || !name.EndsWith(Extension, StringComparison.Ordinal))
        {
            return false;
        }

        ReadOnlySpan<char> stem = name.AsSpan(0, name.Length - Extension.Length);
        int dot = stem.IndexOf('.');
        int part = 1;
        if (dot >= 0 && !(int.TryParse(stem[(dot + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out part) && part >= 2))
        {
            return false;
        }

        ReadOnlySpan<char> start = dot >= 0 ? stem[..dot] : stem;
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTime.TryParseExact(start, OnTheHour, CultureInfo.InvariantCulture, Utc, out DateTime time)
            && !DateTime.TryParseExact(start, WithMinutes, CultureInfo.InvariantCulture, Utc, out time))
        {
            return false;
        }

        file = new(time, part);

        // One name for one file: 21-00 and part 02 are other spellings.
        return file.Name == name;
    }

    /// <inheritdoc/>
    public int CompareTo(RecordingFile other) => Start.CompareTo(other.Start) is not 0 and int order ? order : Part.CompareTo(other.Part);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
