using System.Management.Automation;
using KanaPerps.Streaming;

namespace KanaPerps.PowerShell;

/// <summary>What to show while feeds are not live: which are dialled, and how long until the next try.</summary>
internal sealed class ConnectionProgress
{
    private const int ActivityId = 1;

    private readonly PSCmdlet _command;
    private readonly Dictionary<FeedKey, (string Status, Deadline? Dial)> _waiting;
    private bool _isShown;

    public ConnectionProgress(PSCmdlet command, IEnumerable<FeedKey> feeds)
    {
        _command = command;
        _waiting = feeds.ToDictionary(f => f, _ => ("connecting", (Deadline?)null));
    }

    /// <summary>Whether some feed is not live, so that there may be something to show from second to second.</summary>
    public bool IsNeeded => _waiting.Count > 0;

    /// <summary>Takes note of data or a notice, and takes the display away once every feed is live.</summary>
    public void Saw(FeedKey feed, StreamNotice? notice)
    {
        switch (notice)
        {
            case null or ReconnectedNotice or FaultNotice or DisconnectedNotice:
                _waiting.Remove(feed);
                break;
            case ConnectedNotice { After: null }:
                _waiting[feed] = ("waiting for the first message", null);
                break;
            case ReconnectingNotice loss:
                _waiting[feed] = ($"attempt {loss.Attempt}", new Deadline(loss.Delay));
                break;
        }

        if (_isShown && !IsNeeded)
        {
            _isShown = false;
            _command.WriteProgress(new ProgressRecord(ActivityId, _command.MyInvocation.MyCommand.Name, "live") { RecordType = ProgressRecordType.Completed });
        }
    }

    /// <summary>Shows how things stand now.</summary>
    public void Show()
    {
        if (!IsNeeded)
        {
            return;
        }

        _isShown = true;
        (FeedKey feed, (string status, Deadline? dial)) = _waiting.First();
        string others = _waiting.Count > 1 ? $" (and {_waiting.Count - 1} more)" : "";
        _command.WriteProgress(new ProgressRecord(ActivityId, _command.MyInvocation.MyCommand.Name, $"{FeedTitle.Of(feed)}: {status}{others}")
        {
            SecondsRemaining = dial is null ? -1 : (int)Math.Ceiling(dial.Remaining.TotalSeconds),
        });
    }
}
