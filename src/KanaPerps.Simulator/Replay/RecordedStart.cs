namespace KanaPerps.Simulator.Replay;

/// <summary>What is known of the feeds where a replay begins: the last message of each whose connection stood at that time.</summary>
/// <param name="from">When it begins, or null for the beginning of the recording.</param>
internal sealed class RecordedStart(DateTimeOffset? from)
{
    private readonly Dictionary<string, ReplayStep> _latest = [];
    private readonly Dictionary<string, DateTimeOffset> _last = [];
    private bool _hasBegun;

    /// <summary>Takes a step that comes before the replay begins, or that was there before.</summary>
    /// <param name="step">The step.</param>
    /// <param name="isRepeat">Whether it is the last message of a feed, written again at the beginning of a file.</param>
    /// <returns>Whether it was taken; else it is to be played.</returns>
    public bool Takes(ReplayStep step, bool isRepeat)
    {
        bool isKnown = isRepeat && _last.TryGetValue(step.Subject, out DateTimeOffset last) && last == step.At;
        if (step.Kind == ReplayStepKind.Message)
        {
            _last[step.Subject] = step.At;
        }

        if (_hasBegun || !(isRepeat || step.At < from))
        {
            return isKnown;
        }

        if (step.Kind == ReplayStepKind.Message)
        {
            _latest[step.Subject] = step with { Kind = ReplayStepKind.Initial };
        }
        else if (step.Subject.Length == 0)
        {
            _latest.Clear();
        }
        else
        {
            _latest.Remove(step.Subject);
        }

        return true;
    }

    /// <summary>The last messages before the beginning: now it begins.</summary>
    /// <returns>The messages, the first time; after that nothing.</returns>
    public IReadOnlyList<ReplayStep> TakeAll()
    {
        _hasBegun = true;
        ReplayStep[] all = [.. _latest.Values.OrderBy(s => s.At)];
        _latest.Clear();
        return all;
    }
}
