namespace KanaPerps.Wire;

/// <summary>Says when the rows of a state, which each message confirms, were last confirmed.</summary>
internal static class Receipt
{
    /// <summary>A row that a later message repeats.</summary>
    /// <param name="row">The row, a <see cref="StateRow"/>.</param>
    /// <param name="receivedAt">When that message had been received.</param>
    /// <returns>The row with the new time.</returns>
    public static T Renew<T>(T row, DateTimeOffset receivedAt) => (T)(object)((StateRow)(object)row! with { ReceivedAt = receivedAt });

    /// <summary>Rows that a later message repeats.</summary>
    /// <param name="rows">The rows, of type <see cref="StateRow"/>.</param>
    /// <param name="receivedAt">When that message had been received, or null for rows that are new.</param>
    /// <returns>The rows with the new time.</returns>
    public static T[] Renew<T>(T[] rows, DateTimeOffset? receivedAt) => receivedAt is null ? rows : RenewAll(rows, receivedAt.Value);

    // A method of its own: the closure of its lambda is allocated on entry, which must not happen for every message.
    private static T[] RenewAll<T>(T[] rows, DateTimeOffset receivedAt) => Array.ConvertAll(rows, r => Renew(r, receivedAt));
}
