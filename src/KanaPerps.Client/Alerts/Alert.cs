using System.Globalization;
using KanaPerps.Streaming;

namespace KanaPerps;

/// <summary>A value that crossed a level, or data that is no longer current.</summary>
public sealed record Alert
{
    /// <summary>When, in UTC: the time of the object that it is about.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Crossed or Stale.</summary>
    public required AlertKind Kind { get; init; }

    /// <summary>The property that is compared with the levels, or null if there are none.</summary>
    public string? Property { get; init; }

    /// <summary>The value of the property, a time span in seconds. Null for Stale.</summary>
    public decimal? Value { get; init; }

    /// <summary>The deepest level that the value is beyond: the lowest one below, the highest one above. Null for Stale.</summary>
    public decimal? Level { get; init; }

    /// <summary>On which side of the level the value is. Null for Stale.</summary>
    public AlertDirection? Direction { get; init; }

    /// <summary>What it is about: the values that tell objects apart, such as "APT-USD, Long", or the feed that is stale, such as "APT-USD order book".</summary>
    public required string Key { get; init; }

    /// <summary>
    /// How many times a level was crossed and left again, while alerts of this key were held back, since the last one. 0 without a least time
    /// between alerts.
    /// </summary>
    public long Suppressed { get; init; }

    /// <summary>The object that it is about, or the notice of a feed that is stale.</summary>
    public object? InputObject { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Kind == AlertKind.Crossed
        ? string.Create(CultureInfo.InvariantCulture, $"{At:u} {Subject}{Property} is {Value:0.############}, {(Direction == AlertDirection.Below ? "below" : "above")} {Level}")
        : string.Create(CultureInfo.InvariantCulture, $"{At:u} {Subject}{(InputObject as StreamNotice)?.Message ?? "the data is out of date"}");

    // An address takes the place of everything else in a line.
    private string Subject => Key.Length == 0 ? ""
        : string.Join(", ", Key.Split(", ").Select(part => AccountAddress.TryNormalize(part, out string address) && address == part ? AccountAddress.Shorten(address) : part)) + ": ";
}
