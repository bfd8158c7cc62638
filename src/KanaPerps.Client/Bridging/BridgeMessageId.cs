using System.Globalization;

namespace KanaPerps.Bridging;

/// <summary>
/// The id of a message that a bridge publishes. While a bridge has the lease of a feed (the term), it alone numbers the feed's messages and notices, so the id names what it
/// says once, and a repeated attempt to publish it has the same id.
/// </summary>
/// <param name="Bridge">The bridge.</param>
/// <param name="Term">The term of its lease; a later lease of the same feed has a higher one.</param>
/// <param name="Sequence">The number of the message or notice within the term, from 1.</param>
/// <param name="Feed">The name of the feed.</param>
internal readonly record struct BridgeMessageId(string Bridge, ulong Term, long Sequence, string Feed)
{
    /// <summary>Reads an id.</summary>
    /// <param name="text">The id, or null.</param>
    /// <param name="id">What it says.</param>
    /// <returns>False when it is not one of a bridge.</returns>
    public static bool TryParse(string? text, out BridgeMessageId id)
    {
        id = default;
        if (text?.Split(':', 4) is not [{ Length: > 0 } bridge, string term, string sequence, { Length: > 0 } feed]
            || !ulong.TryParse(term, NumberStyles.None, CultureInfo.InvariantCulture, out ulong termNumber)
            || !long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            return false;
        }

        id = new(bridge, termNumber, number, feed);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Bridge}:{Term}:{Sequence}:{Feed}");
}
