using KanaPerps.Bridging;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Recording;

/// <summary>A row of the table <c>gaps</c>: what says that data is missing, late or doubtful.</summary>
internal sealed record GapRow
{
    /// <summary>When it was told, in UTC; of a damage, the time of the next line that could be read.</summary>
    public required DateTimeOffset? ToldAt { get; init; }

    /// <summary>What it is: the name of the notice, such as Reconnected or RecordingGap, or the kind of damage, such as TornMember.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether rows are missing or may be; null when only a later row says so.</summary>
    public bool? IsLoss { get; init; }

    /// <summary>The topic's name on the wire, or null when it is not of one feed.</summary>
    public string? Topic { get; init; }

    /// <summary>The market's symbol, or null.</summary>
    public string? Symbol { get; init; }

    /// <summary>The market's id, or null.</summary>
    public long? MarketId { get; init; }

    /// <summary>The account, or null.</summary>
    public string? Address { get; init; }

    /// <summary>From when on data is missing or doubtful, in UTC, or null when that is not known.</summary>
    public DateTimeOffset? GapFrom { get; init; }

    /// <summary>Until when, in UTC, or null when that is not known.</summary>
    public DateTimeOffset? GapTo { get; init; }

    /// <summary>How many messages or rows it is about, or null.</summary>
    public long? Count { get; init; }

    /// <summary>What happened and what it means.</summary>
    public required string Text { get; init; }

    /// <summary>Where the data came from, or null.</summary>
    public string? Network { get; init; }

    /// <summary>Makes the row of a notice.</summary>
    /// <param name="notice">The notice.</param>
    /// <returns>The row, or null when the notice tells of nothing that is missing, late or doubtful.</returns>
    public static GapRow? Of(StreamNotice notice)
    {
        if (!notice.IsWarning || notice is ConnectedNotice)
        {
            return null;
        }

        RecordedGap? gap = RecordedGap.Of(notice);
        TimeSpan? before = notice switch
        {
            StaleNotice stale => stale.Silence,
            StandstillNotice standstill => standstill.DataAge,
            NoFirstMessageNotice silence => silence.Waited,
            ReconnectedNotice outage => outage.Downtime,
            _ => null,
        };
        return new()
        {
            ToldAt = notice.At,
            Kind = notice is UnknownNotice unknown ? unknown.Name : notice.GetType().Name.Replace("Notice", "", StringComparison.Ordinal),
            IsLoss = IsLossOf(notice, gap),
            Topic = notice.Feed.Topic,
            MarketId = MarketIds.Read(notice.Feed.Key),
            Symbol = MarketTable.SymbolOf(MarketIds.Read(notice.Feed.Key)),
            Address = notice.Feed.Key is { } key && AccountAddress.TryNormalize(key, out _) && MarketIds.Read(key) is null ? key : null,
            GapFrom = gap?.From ?? (before is { } time ? notice.At - time : notice is ReconnectingNotice or FaultNotice or DisconnectedNotice ? notice.At : null),
            GapTo = gap?.To ?? (before is null ? null : notice.At),
            Count = CountOf(notice),
            Text = notice.Message,
            Network = notice.Feed.Endpoint.Name,
        };
    }

    /// <summary>Makes the row of a damage.</summary>
    /// <param name="damage">The damage.</param>
    /// <param name="part">The part of the recording that is exported.</param>
    /// <returns>The row, or null when nothing is missing.</returns>
    public static GapRow? Of(RecordingDamage damage, ReadOptions part) => !damage.IsLoss ? null : new()
    {
        ToldAt = (damage.To ?? damage.From) is not { } at ? null : at < part.From ? part.From : at > part.To ? part.To : at,
        Kind = damage.Kind.ToString(),
        IsLoss = true,
        GapFrom = damage.From,
        GapTo = damage.To,
        Text = damage.ToString(),
    };

    private static bool? IsLossOf(StreamNotice notice, RecordedGap? gap) => notice switch
    {
        _ when gap is not null => true,
        LaggedNotice or BadMessageNotice or FaultNotice or DisconnectedNotice => true,
        ReconnectingNotice or UnknownNotice => null,
        _ => false,
    };

    private static long? CountOf(StreamNotice notice) => notice switch
    {
        RecordingGapNotice hole => hole.Messages,
        BridgeGapNotice hole => hole.Messages,
        LaggedNotice lag => lag.LostRows,
        StandstillNotice standstill => standstill.Messages,
        NoFirstMessageNotice silence => silence.UnusedMessages,
        GapNotice gap => gap.Count,
        RepeatableNotice repeatable => repeatable.Count,
        _ => null,
    };
}
