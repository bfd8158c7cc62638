using KanaPerps.Streaming;

namespace KanaPerps.Recording;

/// <summary>What a watcher that joins a feed in the middle of a recording gets first: its last message, and what is wrong at that time.</summary>
internal sealed class FeedJoin
{
    private readonly RecordedClock _clock;
    private readonly FeedCondition _condition;
    private byte[] _message = [];
    private int _length;

    public FeedJoin(RecordedClock clock)
    {
        _clock = clock;
        _condition = new FeedCondition(clock);
    }

    /// <summary>When the last message came, or null when none has.</summary>
    public DateTimeOffset? At { get; private set; }

    /// <summary>The last message.</summary>
    public ReadOnlySpan<byte> Message => _message.AsSpan(0, _length);

    /// <summary>What is wrong with the feed at the clock's time.</summary>
    public IEnumerable<StreamNotice> Condition => _condition.Notices;

    /// <summary>Takes note of a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="at">When it was received.</param>
    public void Keep(ReadOnlySpan<byte> message, DateTimeOffset at)
    {
        if (_message.Length < message.Length)
        {
            _message = new byte[Math.Max(message.Length, _message.Length * 2)];
        }

        message.CopyTo(_message);
        _length = message.Length;
        At = at;
        _condition.OnMessage();
    }

    /// <summary>Takes note of a notice.</summary>
    /// <param name="notice">The notice.</param>
    public void Keep(StreamNotice notice)
    {
        _clock.Now = notice.At;
        _condition.OnNotice(notice);
    }
}
