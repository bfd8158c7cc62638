using System.Management.Automation;
using KanaPerps.Streaming;

namespace KanaPerps.PowerShell;

/// <summary>What to show while a command has nothing to write: which feed it waits for and why, and that a live one has had nothing to say.</summary>
internal sealed class ConnectionProgress
{
    private const int ActivityId = 1;

    private readonly PSCmdlet _command;
    private readonly List<FeedKey> _feeds = [];
    private readonly Dictionary<FeedKey, (string Status, Deadline? Dial)> _waiting = [];
    private bool _hasRows;
    private bool _isShown;

    public ConnectionProgress(PSCmdlet command)
    {
        _command = command;
    }

    /// <summary>Whether there may be something to show from second to second: some feed is not live, or nothing has come yet.</summary>
    public bool IsNeeded => _waiting.Count > 0 || !_hasRows;

    /// <summary>Adds feeds that are being connected.</summary>
    public void Add(IReadOnlyList<FeedKey> feeds)
    {
        _feeds.AddRange(feeds);
        foreach (FeedKey feed in feeds)
        {
            _waiting[feed] = ("connecting", null);
        }
    }

    /// <summary>Takes feeds out that were left.</summary>
    public void Remove(IReadOnlyList<FeedKey> feeds)
    {
        _feeds.RemoveAll(feeds.Contains);
        foreach (FeedKey feed in feeds)
        {
            _waiting.Remove(feed);
        }
    }

    /// <summary>Takes note of data or a notice, and takes the display away once every feed is live and something has come.</summary>
    public void Saw(FeedKey feed, StreamNotice? notice, bool hasRows)
    {
        _hasRows |= hasRows;
        switch (notice)
        {
            case null or ReconnectedNotice or FaultNotice or DisconnectedNotice:
                _waiting.Remove(feed);
                break;
            case ConnectedNotice:
                _waiting[feed] = ("connected, waiting for data", null);
                break;
            case ReconnectingNotice loss:
                _waiting[feed] = ($"{loss.Reason}; retrying, attempt {loss.Attempt}", new Deadline(loss.Delay));
                break;
        }

        if (_isShown && (!IsNeeded || hasRows))
        {
            _isShown = false;
            _command.WriteProgress(new ProgressRecord(ActivityId, _command.MyInvocation.MyCommand.Name, "live") { RecordType = ProgressRecordType.Completed });
        }
    }

    /// <summary>Shows the present state.</summary>
    public void Show()
    {
        if (!IsNeeded || _feeds.Count == 0)
        {
            return;
        }

        _isShown = true;
        (FeedKey feed, (string status, Deadline? dial)) = _waiting.Count > 0 ? _waiting.First() : new(_feeds[0], ("live, nothing to show so far", null));
        int others = (_waiting.Count > 0 ? _waiting.Count : _feeds.Count) - 1;
        _command.WriteProgress(new ProgressRecord(ActivityId, _command.MyInvocation.MyCommand.Name, $"{FeedTitle.Of(feed)}: {status}{(others > 0 ? $" (and {others} more)" : "")}")
        {
            SecondsRemaining = dial is null ? -1 : (int)Math.Ceiling(dial.Remaining.TotalSeconds),
        });
    }
}
