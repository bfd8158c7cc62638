using KanaPerps.Streaming;

namespace KanaPerps.Alerts;

/// <summary>Follows keys and feeds, and decides when there is an alert. Uses neither clock nor files.</summary>
/// <remarks>
/// An object is judged first. What follows from it happens when the decision is accepted: after the alert was handed on. So what fails in between is decided
/// again, and no alert is lost.
/// </remarks>
internal sealed class AlertTracker
{
    private readonly Dictionary<string, AlertKeyState> _keys;

    /// <summary>Begins to follow.</summary>
    /// <param name="rule">When there is an alert.</param>
    /// <param name="keys">What is known from before.</param>
    public AlertTracker(AlertRule rule, IEnumerable<KeyValuePair<string, AlertKeyState>>? keys = null)
    {
        Rule = rule;
        _keys = new(keys ?? [], StringComparer.Ordinal);
    }

    /// <summary>When there is an alert.</summary>
    public AlertRule Rule { get; }

    /// <summary>What is known, and differs from what is known of a key that never came.</summary>
    public IReadOnlyDictionary<string, AlertKeyState> Keys => _keys;

    /// <summary>Judges an object with current data.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="at">When it was so.</param>
    /// <param name="value">The value, or null where it has none.</param>
    /// <param name="item">The object.</param>
    /// <returns>What follows.</returns>
    public AlertDecision Judge(string key, DateTimeOffset at, decimal? value, object? item)
    {
        AlertKeyState before = _keys.GetValueOrDefault(key);
        AlertKeyState next = before with { IsStale = false };
        AlertCrossing? crossing = null;
        if (value is { } number)
        {
            next = Rule.Judge(next, number, at, out crossing);
        }

        Alert? alert = crossing is not { } crossed ? null : new()
        {
            At = at,
            Kind = AlertKind.Crossed,
            Property = Rule.Property,
            Value = value,
            Level = crossed.Level,
            Direction = crossed.Direction,
            Key = key,
            Suppressed = crossed.Suppressed,
            InputObject = item,
        };
        return new(key, next, alert, next != before);
    }

    /// <summary>Takes note of an object, or a feed, whose data is stale. Its value is not judged.</summary>
    /// <param name="key">The key.</param>
    /// <param name="title">What the key is called.</param>
    /// <param name="at">When.</param>
    /// <param name="item">The object or the notice.</param>
    /// <returns>What follows.</returns>
    public AlertDecision JudgeStale(string key, string title, DateTimeOffset at, object? item)
    {
        AlertKeyState before = _keys.GetValueOrDefault(key);
        if (!Rule.Stale || before.IsStale)
        {
            return new(key, before, null, IsChange: false);
        }

        Alert alert = new() { At = at, Kind = AlertKind.Stale, Property = Rule.Property, Key = title, InputObject = item };
        return new(key, before with { IsStale = true }, alert, IsChange: true);
    }

    /// <summary>Forgets a key whose object is gone: when it comes again, it is a new one.</summary>
    /// <param name="key">The key.</param>
    /// <returns>What follows.</returns>
    public AlertDecision Forget(string key) => new(key, default, null, _keys.ContainsKey(key));

    /// <summary>Makes what was decided happen.</summary>
    /// <param name="decision">The decision.</param>
    public void Accept(in AlertDecision decision)
    {
        if (decision.State == default)
        {
            _keys.Remove(decision.Key);
        }
        else
        {
            _keys[decision.Key] = decision.State;
        }
    }
}
