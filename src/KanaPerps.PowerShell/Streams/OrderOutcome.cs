using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>What became of a resting order that is gone, where the process watches the order history of its profile.</summary>
internal static class OrderOutcome
{
    // The history is a connection of its own, and may be behind.
    private static readonly string[] s_resting = ["Open", "Partially Filled"];

    /// <summary>Adds it to an order that is closed.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="feed">The feed of the row.</param>
    /// <param name="row">The row.</param>
    /// <returns>The order with what became of it, or the row itself.</returns>
    public static T Complete<T>(FeedKey feed, T row) =>
        row is OpenOrder { Change: RowChange.Closed } order && StatusOf(feed, order.OrderId) is { } status ? (T)(object)(order with { ClosedAs = status }) : row;

    private static string? StatusOf(FeedKey feed, string orderId)
    {
        IReadOnlyList<OrderRecord> history = KanaSession.Connections.LastList<OrderRecord>(feed with { Topic = KanaTopics.OrderHistory.Name });
        string? status = history.LastOrDefault(record => record.OrderId == orderId)?.Status;
        return s_resting.Contains(status, StringComparer.OrdinalIgnoreCase) ? null : status;
    }
}
