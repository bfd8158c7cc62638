using KanaPerps.Recording;
using KanaPerps.Streaming;

namespace KanaPerps.Bridging;

/// <summary>What a bridge answers to a watcher that joins: a line that says where in the feed it is, the last message, and the notices that hold.</summary>
internal static class BridgeAnswer
{
    /// <summary>Writes an answer.</summary>
    /// <param name="record">Where in the feed it is.</param>
    /// <param name="message">The line of the last message, or null when none has come.</param>
    /// <param name="notices">The notices that hold.</param>
    /// <returns>The lines.</returns>
    public static byte[] Write(BridgeRecord record, byte[]? message, IEnumerable<StreamNotice> notices)
    {
        using MemoryStream lines = new();
        lines.Write(record.Write());
        foreach (byte[] line in (message is null ? [] : new[] { message }).Concat(notices.Select(NoticeJson.Write)))
        {
            lines.WriteByte((byte)'\n');
            lines.Write(line);
        }

        return lines.ToArray();
    }
}
