using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace KanaPerps.Streaming;

/// <summary>
/// What <c>dotnet-counters</c> and OpenTelemetry see: the meter and the activity source <c>KanaPerps</c>. Every instrument carries the tag
/// <c>topic</c>. Costs next to nothing without a listener.
/// </summary>
internal static class StreamMetrics
{
    public const string Name = "KanaPerps";

    private static readonly Meter s_meter = new(Name, typeof(StreamMetrics).Assembly.GetName().Version?.ToString(3));

    /// <summary>Spans of name <c>kana.dial</c>, one for each dial, with its outcome.</summary>
    public static ActivitySource Activities { get; } = new(Name, typeof(StreamMetrics).Assembly.GetName().Version?.ToString(3));

    public static UpDownCounter<long> Feeds { get; } = s_meter.CreateUpDownCounter<long>("kana.feeds", "{feed}", "Open feeds.");

    public static Counter<long> Messages { get; } = s_meter.CreateCounter<long>("kana.messages", "{message}", "Messages received.");

    public static Counter<long> Bytes { get; } = s_meter.CreateCounter<long>("kana.bytes", "By", "Bytes of the messages received.");

    public static Counter<long> Rows { get; } = s_meter.CreateCounter<long>("kana.rows", "{row}", "Rows delivered to the feed's subscribers.");

    public static Counter<long> Losses { get; } = s_meter.CreateCounter<long>("kana.losses", "{loss}", "Connections lost, and dials that failed. Tag kind: what went wrong.");

    public static Counter<long> Reconnects { get; } = s_meter.CreateCounter<long>("kana.reconnects", "{reconnect}", "Feeds that reconnected after a loss.");

    public static Counter<long> Gaps { get; } = s_meter.CreateCounter<long>("kana.gaps", "{gap}", "Possible gaps in the rows, after a reconnect or between two lists.");

    public static Counter<long> DroppedRows { get; } = s_meter.CreateCounter<long>("kana.rows.dropped", "{row}", "Rows dropped because a consumer was too slow.");

    public static Counter<long> MergedSnapshots { get; } = s_meter.CreateCounter<long>("kana.snapshots.merged", "{snapshot}", "Snapshots merged into newer ones because a consumer was slow.");

    public static Counter<long> BadMessages { get; } = s_meter.CreateCounter<long>("kana.messages.bad", "{message}", "Messages and rows that could not be delivered. Tag reason: what is wrong with them.");

    public static Counter<long> InexactNumbers { get; } = s_meter.CreateCounter<long>("kana.numbers.inexact", "{number}", "Numbers that decimal could not hold exactly.");
}
