using KanaPerps.Streaming;

namespace KanaPerps.PowerShell;

/// <content>What a stream says at its end of what it has not written.</content>
internal sealed partial class PipelineStream
{
    private void Report()
    {
        if (_waits is { IsOver: true })
        {
            // Why nothing came is all that matters now.
            Report(_waits.TimedOut is { } wait ? _channels.SelectMany(c => c.Silence.AtEnd(wait.Time)) : []);
            return;
        }

        if (IsTimeOver && !HasAll && _mode != StreamMode.Start)
        {
            ReportUnwritten();
        }

        if (!IsDone)
        {
            ReportMissing();
        }
        else if (_hasRecordingEnded && !HasAll)
        {
            ReportUnrecorded();
        }
    }

    // What had come when the time was over, and waits for a pipeline that was too slow.
    private void ReportUnwritten()
    {
        _channels.ForEach(c => c.TakeRest());
        if (_unwritten == 0)
        {
            return;
        }

        string what = FormattableString.Invariant($"the pipeline had taken everything: {_unwritten} received objects were not written");

        ReportTooLate(_command, _channels[0].Topic, Deadline, what, orElse: ", or do less behind the command", isWarning: _channels.Exists(c => !c.IsWholeState));
    }

    /// <summary>Says that the time of a command was over too early.</summary>
    /// <param name="command">The command.</param>
    /// <param name="target">What it was to write.</param>
    /// <param name="deadline">The time.</param>
    /// <param name="what">Before what it was over.</param>
    /// <param name="orElse">What else would help than more time.</param>
    /// <param name="isWarning">Whether something was lost.</param>
    private static void ReportTooLate(KanaCommand command, string target, Deadline deadline, string what, string orElse = "", bool isWarning = true)
    {
        string message = FormattableString.Invariant($"The {deadline.Length.TotalSeconds:0.###} s of the command were over before {what}.");
        string remedy = $"Give more time with -TimeoutSec{orElse}.";
        if (command.Mode == StreamMode.Get)
        {
            command.WriteError(ErrorRecords.From(new KanaException(KanaErrorKind.Timeout, message, remedy), target));
        }
        else if (isWarning)
        {
            command.WriteWarning($"{message} {remedy}");
        }
        else
        {
            command.WriteVerbose(message);
        }
    }

    private void Report(IEnumerable<StreamNotice> notices)
    {
        foreach (StreamNotice notice in notices)
        {
            Notices.Write(notice, endsHere: false);
        }
    }

    private void ReportUnrecorded()
    {
        foreach (FeedKey feed in _awaited ?? [])
        {
            _command.WriteError(ErrorRecords.From(
                new KanaException(KanaErrorKind.NoFirstMessage, $"The recording has no message of {FeedTitle.Of(feed)} in what was replayed.", "Test-KanaRecording lists the feeds that a recording has."),
                feed));
        }
    }

    private void ReportMissing()
    {
        IEnumerable<FeedKey> missing = _mode == StreamMode.Start && Deadline.IsOver ? _channels[0].Feeds.Take(1) : _awaited ?? [];
        foreach (FeedKey feed in missing)
        {
            _command.WriteError(_channels.Find(c => c.Feeds.Contains(feed))!.Silence.Error(feed, Deadline.Length));
        }

        Report(_mode == StreamMode.Watch && IsTimeOver ? _channels.SelectMany(c => c.Silence.AtEnd(Deadline.Length)) : []);
    }
}
