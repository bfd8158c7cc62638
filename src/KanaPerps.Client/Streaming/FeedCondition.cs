namespace KanaPerps.Streaming;

/// <summary>
/// What is wrong with a feed's connection at present, as its subscribers were told: a subscriber that joins is told the same. Used under
/// the feed's lock.
/// </summary>
internal sealed class FeedCondition
{
    private readonly TimeProvider _time;
    private readonly List<(StreamNotice Notice, long At)> _reported = [];

    public FeedCondition(TimeProvider time)
    {
        _time = time;
    }

    /// <summary>The notices that still hold, in the order in which they were reported; those that measure a silence measure it up to now.</summary>
    public IEnumerable<StreamNotice> Notices => _reported.Select(t => t.Notice switch
    {
        StaleNotice stale => stale with { At = _time.GetUtcNow(), Silence = stale.Silence + _time.GetElapsedTime(t.At) },
        NoFirstMessageNotice silent => silent with { At = _time.GetUtcNow(), Waited = silent.Waited + _time.GetElapsedTime(t.At) },
        _ => t.Notice,
    });

    /// <summary>A notice was sent to the subscribers.</summary>
    public void OnNotice(StreamNotice notice)
    {
        switch (notice)
        {
            case ReconnectingNotice loss:
                // To a new subscriber the outage begins here, even if this is a later attempt. A lack of first messages outlasts connections.
                _reported.RemoveAll(t => t.Notice is not NoFirstMessageNotice);
                notice = loss with { BeginsOutage = loss.Kind != KanaErrorKind.NoFirstMessage };
                break;
            case ConnectedNotice:
                _reported.RemoveAll(t => t.Notice is not NoFirstMessageNotice);
                break;
            case NoFirstMessageNotice or StaleNotice:
                _reported.RemoveAll(t => t.Notice.GetType() == notice.GetType());
                break;
            default:
                return;
        }

        _reported.Add((notice, _time.GetTimestamp()));
    }

    /// <summary>A message was delivered: nothing is wrong any more.</summary>
    public void OnMessage() => _reported.Clear();
}
