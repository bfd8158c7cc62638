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
    public static byte[] Write(BridgeRecord record, ReadOnlyMemory<byte>? message, IEnumerable<StreamNotice> notices)
    {
        using MemoryStream lines = new();
        lines.Write(record.Write());
        if (message is { } last)
        {
            lines.WriteByte((byte)'\n');
            lines.Write(last.Span);
        }

        foreach (StreamNotice notice in notices)
        {
            lines.WriteByte((byte)'\n');
            lines.Write(NoticeJson.Write(notice));
        }

        return lines.ToArray();
    }

    /// <summary>Reads an answer.</summary>
    /// <param name="utf8">The lines.</param>
    /// <param name="feed">The feed that was asked for.</param>
    /// <param name="items">The last message, if one has come, and the notices that hold.</param>
    /// <returns>Where in the feed it is, or null when it is not an answer of a bridge.</returns>
    public static BridgeRecord? TryRead(ReadOnlySpan<byte> utf8, FeedKey feed, out IReadOnlyList<BridgedItem> items)
    {
        List<BridgedItem> read = [];
        BridgeRecord? record = null;
        foreach (Range line in utf8.Split((byte)'\n'))
        {
            if (record is null)
            {
                record = BridgeRecord.Read(utf8[line]);
                if (record is not { Bridge.Length: > 0, Term: not null, Sequence: not null })
                {
                    items = [];
                    return null;
                }
            }
            else
            {
                read.Add(BridgedLine.Read(utf8[line], feed));
            }
        }

        items = read;
        return record;
    }
}
