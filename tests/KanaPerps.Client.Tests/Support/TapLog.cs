using System.Text;
using System.Threading.Channels;
using KanaPerps.Streaming;
using KanaPerps.Testing;

namespace KanaPerps.Client.Tests;

/// <summary>Keeps what a tap gets, and lets a test wait for it.</summary>
internal sealed class TapLog : IFeedTap
{
    private readonly List<Entry> _all = [];
    private readonly Channel<Entry> _unseen = Channel.CreateUnbounded<Entry>();

    public IReadOnlyList<Entry> All
    {
        get
        {
            lock (_all)
            {
                return [.. _all];
            }
        }
    }

    /// <summary>What came, in short: the texts of messages, and the names of notices.</summary>
    public IEnumerable<string> Short => All.Select(e => e.Notice?.GetType().Name ?? e.Text!);

    public async Task<Entry> NextAsync() => await _unseen.Reader.ReadAsync().AsTask().InTime();

    public async Task<Entry> NextMessageAsync()
    {
        Entry next = await NextAsync();
        return next.Text is null ? await NextMessageAsync() : next;
    }

    public void OnMessage(in TappedMessage message) =>
        Add(new(Encoding.UTF8.GetString(message.Utf8), null, message.ReceivedAt, message.Connection, message.IsJson, message.IsBinary));

    public void OnNotice(StreamNotice notice) => Add(new(null, notice, notice.At, 0, false, false));

    private void Add(Entry entry)
    {
        lock (_all)
        {
            _all.Add(entry);
        }

        _unseen.Writer.TryWrite(entry);
    }

    internal sealed record Entry(string? Text, StreamNotice? Notice, DateTimeOffset At, int Connection, bool IsJson, bool IsBinary);
}
