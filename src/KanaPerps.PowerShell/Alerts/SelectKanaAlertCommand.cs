using System.Management.Automation;
using KanaPerps.Alerts;
using KanaPerps.Streaming;
using KanaPerps.Wire;

namespace KanaPerps.PowerShell;

/// <summary>Writes an alert when a value crosses a level, once until it is armed again.</summary>
[Cmdlet(VerbsCommon.Select, "KanaAlert")]
[OutputType(typeof(Alert))]
public sealed class SelectKanaAlertCommand : ModuleCommand, IDisposable
{
    private readonly HashSet<(string Type, string Property)> _reported = [];
    private readonly Dictionary<FeedKey, string> _feedKeys = [];
    private AlertTracker? _tracker;
    private AlertStateFile? _file;
    private StreamLink? _stream;
    private long _judged;
    private long _stale;
    private long _withoutValue;
    private long _unusable;

    /// <summary>The property whose value is compared.</summary>
    [Parameter(Position = 0, HelpMessage = "The property whose value is compared with the levels.")]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Property { get; set; }

    /// <summary>Levels below.</summary>
    [Parameter(HelpMessage = "Levels: an alert comes when the value falls below one.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateNotNullOrEmpty]
    [LevelTransformation]
    public decimal[] Below { get; set; } = [];

    /// <summary>Levels above.</summary>
    [Parameter(HelpMessage = "Levels: an alert comes when the value rises above one.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateNotNullOrEmpty]
    [LevelTransformation]
    public decimal[] Above { get; set; } = [];

    /// <summary>Where levels below are armed again.</summary>
    [Parameter(HelpMessage = "The levels of -Below are armed again when the value rises above this one, by default above the highest of them.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [LevelTransformation]
    public decimal RearmAbove { get; set; }

    /// <summary>Where levels above are armed again.</summary>
    [Parameter(HelpMessage = "The levels of -Above are armed again when the value falls below this one, by default below the lowest of them.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [LevelTransformation]
    public decimal RearmBelow { get; set; }

    /// <summary>What tells objects apart.</summary>
    [Parameter(HelpMessage = "The properties whose values make the key; by default the market and, for rows of an account, the side, the order and the account.")]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? By { get; set; }

    /// <summary>The least time between alerts.</summary>
    [Parameter(HelpMessage = "The least time between two alerts of a key, such as 00:05:00.")]
    [ArgumentCompleter(typeof(IntervalCompleter))]
    [Interval]
    public TimeSpan MinInterval { get; set; }

    /// <summary>Gives no alert for what is beyond a level from the start.</summary>
    [Parameter(HelpMessage = "Gives no alert for the first value of a key, wherever it is.")]
    public SwitchParameter ChangeOnly { get; set; }

    /// <summary>Gives an alert when data is stale.</summary>
    [Parameter(HelpMessage = "Gives an alert, too, when data becomes stale, and when a stream directly before this command falls silent.")]
    public SwitchParameter Stale { get; set; }

    /// <summary>Keeps what there was an alert for.</summary>
    [Parameter(HelpMessage = "A file that keeps the alerts that were given, from one run of a job to the next.")]
    [ValidateNotNullOrEmpty]
    public string? StateFile { get; set; }

    /// <summary>The objects.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, HelpMessage = "The objects to judge, of any type.")]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        AlertRule rule = new()
        {
            Property = Property,
            Below = Below,
            Above = Above,
            RearmAbove = Given(nameof(RearmAbove)) ? RearmAbove : null,
            RearmBelow = Given(nameof(RearmBelow)) ? RearmBelow : null,
            By = By,
            MinInterval = MinInterval,
            ChangeOnly = ChangeOnly,
            Stale = Stale,
        };
        if (rule.Mistake is { } mistake)
        {
            ThrowTerminatingError(ErrorRecords.Of(KanaErrors.AlertLevels, rule, mistake, KanaErrors.AlertLevels.Remedy));
        }

        _tracker = StateFile is null ? new(rule) : Open(rule);
        _stream = Stale ? StreamLink.Join(this, (feed, _) => Accept(_tracker.Judge(KeyOf(feed), default, null, null))) : null;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (NoticeOf(InputObject?.BaseObject) is { } notice)
        {
            Take(notice);
        }
        else if (InputObject is not null && TryFindKey(new(InputObject), out string key))
        {
            Take(new(InputObject), key);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => WriteVerbose(FormattableString.Invariant(
        $"{_judged} objects were judged, and {_stale + _withoutValue + _unusable} were not: {_stale} stale ones, {_withoutValue} without a value, {_unusable} without the property or a number in it."));

    /// <summary>Leaves the stream, and gives the state file back.</summary>
    public void Dispose()
    {
        _stream?.Leave();
        _file?.Dispose();
    }

    private static StreamNotice? NoticeOf(object? input) => input as StreamNotice ?? (input as AccountEvent)?.Notice;

    private static bool IsSilence(StreamNotice notice) =>
        notice is StaleNotice or StandstillNotice or NoFirstMessageNotice or ReconnectingNotice or DisconnectedNotice { IsEndOfRecording: false };

    // A stream asks for each message.
    private string KeyOf(FeedKey feed)
    {
        if (!_feedKeys.TryGetValue(feed, out string? key))
        {
            _feedKeys[feed] = key = $"feed {feed.Endpoint.Name} {feed}";
        }

        return key;
    }

    private bool Given(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private AlertTracker Open(AlertRule rule)
    {
        string path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(StateFile, out ProviderInfo provider, out _);
        try
        {
            _file = provider.Name == "FileSystem"
                ? AlertStateFile.Open(path, rule, out AlertTracker tracker)
                : throw new KanaException(KanaErrorKind.StateFileUnwritable, $"'{StateFile}' is not in the file system.", "Give a file of a file system.");
            return tracker;
        }
        catch (KanaException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e, path));
            throw;
        }
    }

    private void Take(StreamNotice notice)
    {
        if (IsSilence(notice))
        {
            Apply(_tracker!.JudgeStale(KeyOf(notice.Feed), FeedTitle.Of(notice.Feed), notice.At, notice));
        }
        else if (notice is ReconnectedNotice)
        {
            Apply(_tracker!.Judge(KeyOf(notice.Feed), notice.At, null, notice));
        }
    }

    private void Take(AlertInput input, string key)
    {
        if (input.IsClosed)
        {
            Apply(_tracker!.Forget(key));
            return;
        }

        DateTimeOffset at = input.Time ?? KanaSession.Time.GetUtcNow();
        if (input.IsStale)
        {
            _stale++;
            Apply(_tracker!.JudgeStale(key, key, at, InputObject));
        }
        else if (TryReadValue(input, out decimal? value))
        {
            _ = value is null && Property is not null ? _withoutValue++ : _judged++;
            Apply(_tracker!.Judge(key, at, value, InputObject));
        }
    }

    private bool TryFindKey(AlertInput input, out string key)
    {
        if (By?.FirstOrDefault(name => !input.Has(name)) is { } missing)
        {
            key = "";
            ReportUnusable(missing, $"has no property {missing}", "Give -By properties that the objects have: Get-Member lists them.");
            return false;
        }

        key = By is null ? input.UsualKey() : input.KeyOf(By);
        return true;
    }

    private bool TryReadValue(AlertInput input, out decimal? value)
    {
        value = null;
        if (Property is null)
        {
            return true;
        }

        if (!input.Has(Property))
        {
            ReportUnusable(Property, $"has no property {Property}", "Give -Property a property that the objects have: Get-Member lists them.");
            return false;
        }

        object? found = input.Value(Property);
        if (!AlertNumber.TryRead(found, out value))
        {
            ReportUnusable(Property, $"has a {Property} that is not a number: '{VenueText.Shorten($"{found}")}'", found is string text && text.Contains(',', StringComparison.Ordinal)
                ? "In a text the decimal point is a point, and nothing stands between thousands: convert the property, or write the file in the invariant culture."
                : "Give -Property a property with numbers or time spans.");
            return false;
        }

        return true;
    }

    // Once for all objects of a type: a stream may have any number of them.
    private void ReportUnusable(string property, string finding, string nextStep)
    {
        _unusable++;
        if (_reported.Add((InputObject!.TypeNames.FirstOrDefault() ?? "", property)))
        {
            WriteError(ErrorRecords.Of(
                KanaErrors.UnexpectedInput,
                InputObject,
                $"{Scalar.KindOf(InputObject)} {finding}. It is not judged. Others of its kind are counted, and not reported.",
                nextStep));
        }
    }

    private void Apply(AlertDecision decision)
    {
        if (decision.Alert is null)
        {
            Accept(decision);
            return;
        }

        bool isTaken = false;
        using DownstreamEnd end = new();
        try
        {
            WriteObject(decision.Alert);
            isTaken = true;
        }
        finally
        {
            if (isTaken || (end.IsByChoice && !Stopping))
            {
                Accept(decision);
            }
        }
    }

    private void Accept(AlertDecision decision)
    {
        if (!decision.IsChange)
        {
            return;
        }

        _tracker!.Accept(decision);
        try
        {
            _file?.Save(_tracker);
        }
        catch (KanaException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e, StateFile));
        }
    }
}
