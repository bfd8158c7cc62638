using System.Diagnostics.CodeAnalysis;
using KanaPerps.Wire;

namespace KanaPerps.Streaming;

/// <summary>How many bad messages there were of each kind; kinds without any are not in it. Its text reads well in a CSV file.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "Counts is what they are.")]
internal sealed class BadMessageCounts : Dictionary<BadMessageReason, long>
{
    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", this.Select(c => FormattableString.Invariant($"{c.Key}={c.Value}")));
}
