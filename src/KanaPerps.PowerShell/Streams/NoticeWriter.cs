using System.Management.Automation;
using KanaPerps.Streaming;

namespace KanaPerps.PowerShell;

/// <summary>Writes what happened to a command's feeds: as verbose text, a warning or an error.</summary>
internal sealed class NoticeWriter
{
    private readonly PSCmdlet _command;
    private readonly HashSet<FeedKey> _reportedUnreachable = [];

    public NoticeWriter(PSCmdlet command)
    {
        _command = command;
    }

    /// <summary>Writes a notice.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="endsHere">Whether the command ends when the feed can't be reached.</param>
    public void Write(StreamNotice notice, bool endsHere)
    {
        switch (notice)
        {
            case FaultNotice fault:
                _command.ThrowTerminatingError(ErrorRecords.From(fault.Error, fault.Feed));
                break;
            case ReconnectingNotice loss when endsHere:
                _command.WriteError(ErrorRecords.Unreachable(loss, "then try again."));
                break;
            case ReconnectingNotice { WasConnected: false } loss when _reportedUnreachable.Add(loss.Feed):
                // One error, so that -ErrorAction Stop ends a script with a wrong endpoint; the stream itself keeps retrying.
                _command.WriteError(ErrorRecords.Unreachable(loss, "or wait: the command retries until it answers, and Ctrl+C ends it."));
                break;
            default:
                WriteRecorded(notice);
                break;
        }
    }

    /// <summary>Writes a notice of a recording: what ended a stream then ends nothing now.</summary>
    /// <param name="notice">The notice.</param>
    public void WriteRecorded(StreamNotice notice)
    {
        if (notice.IsWarning)
        {
            _command.WriteWarning(notice.ToString());
            WarningVariable.Attach(_command, notice);
        }
        else
        {
            _command.WriteVerbose(notice.ToString());
        }
    }
}
