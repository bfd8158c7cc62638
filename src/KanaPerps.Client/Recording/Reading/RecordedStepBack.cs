using System.Globalization;

namespace KanaPerps.Recording;

/// <summary>A line of a feed that is older than the one before it.</summary>
/// <param name="File">The file in which it stands.</param>
/// <param name="Before">The time of the line before, in UTC.</param>
/// <param name="At">Its time, in UTC.</param>
public sealed record RecordedStepBack(string File, DateTimeOffset Before, DateTimeOffset At)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}: {Before:u}, then {At:u}");
}
