using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KanaPerps.Alerts;

/// <summary>The text of a state file: the rule that it belongs to, and what is known of each key that differs from one that never came.</summary>
internal sealed record AlertStateJson
{
    /// <summary>The version that this module writes.</summary>
    public const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault,
        RespectNullableAnnotations = true,
    };

    /// <summary>The version of the format.</summary>
    public required int Version { get; init; }

    /// <summary>What of the rule the state depends on.</summary>
    public required RuleText Rule { get; init; }

    /// <summary>The keys.</summary>
    public required SortedDictionary<string, KeyText> Keys { get; init; }

    /// <summary>Makes the text of a state.</summary>
    /// <param name="tracker">The state.</param>
    /// <returns>The text, as UTF-8.</returns>
    public static byte[] Write(AlertTracker tracker)
    {
        AlertStateJson state = new()
        {
            Version = CurrentVersion,
            Rule = RuleText.Of(tracker.Rule),
            Keys = new(tracker.Keys.ToDictionary(k => k.Key, k => KeyText.Of(tracker.Rule, k.Value)), StringComparer.Ordinal),
        };
        return [.. JsonSerializer.SerializeToUtf8Bytes(state, s_options), (byte)'\n'];
    }

    /// <summary>Reads the text of a state.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="rule">The rule that it should belong to.</param>
    /// <param name="keys">What is known of each key.</param>
    /// <returns>Whether it belongs to the rule.</returns>
    /// <exception cref="JsonException">It is not such a text, or of a later version.</exception>
    public static bool Read(ReadOnlySpan<byte> utf8, AlertRule rule, [NotNullWhen(true)] out Dictionary<string, AlertKeyState>? keys)
    {
        // An editor may have put a byte order mark before it.
        ReadOnlySpan<byte> text = utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        AlertStateJson state = JsonSerializer.Deserialize<AlertStateJson>(text, s_options) ?? throw new JsonException("it is empty");
        if (state.Version != CurrentVersion)
        {
            throw new JsonException($"its version is {state.Version.ToString(CultureInfo.InvariantCulture)}, and this module knows {CurrentVersion.ToString(CultureInfo.InvariantCulture)}");
        }

        bool isSame = state.Rule.IsOf(rule);
        keys = isSame ? state.Keys.ToDictionary(k => k.Key, k => (k.Value ?? throw new JsonException($"nothing is said of {k.Key}")).ToState(rule)) : null;
        return isSame;
    }

    /// <summary>What of a rule a state depends on. A change of the rest leaves it valid.</summary>
    internal sealed record RuleText
    {
        public string? Property { get; init; }

        public IReadOnlyList<decimal>? Below { get; init; }

        public IReadOnlyList<decimal>? Above { get; init; }

        public decimal? RearmAbove { get; init; }

        public decimal? RearmBelow { get; init; }

        public IReadOnlyList<string>? By { get; init; }

        public static RuleText Of(AlertRule rule) => new()
        {
            Property = rule.Property,
            Below = rule.Below.Count > 0 ? rule.Below : null,
            Above = rule.Above.Count > 0 ? rule.Above : null,
            RearmAbove = rule.RearmAbove,
            RearmBelow = rule.RearmBelow,
            By = rule.By,
        };

        public bool IsOf(AlertRule rule) =>
            string.Equals(Property, rule.Property, StringComparison.OrdinalIgnoreCase)
            && (Below ?? []).SequenceEqual(rule.Below)
            && (Above ?? []).SequenceEqual(rule.Above)
            && RearmAbove == rule.RearmAbove
            && RearmBelow == rule.RearmBelow
            && By is null == rule.By is null
            && (By ?? []).SequenceEqual(rule.By ?? [], StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>What is known of a key: of each side the deepest level that there was an alert for, and the deepest that was reached, if that is another one.</summary>
    internal sealed record KeyText
    {
        public decimal? Below { get; init; }

        public decimal? BelowReached { get; init; }

        public decimal? Above { get; init; }

        public decimal? AboveReached { get; init; }

        public DateTimeOffset? LastAlert { get; init; }

        public long Suppressed { get; init; }

        public bool Stale { get; init; }

        public bool Seen { get; init; }

        public static KeyText Of(AlertRule rule, AlertKeyState state) => new()
        {
            Below = Level(rule.Below, state.Below.Told),
            BelowReached = state.Below.Reached > state.Below.Told ? Level(rule.Below, state.Below.Reached) : null,
            Above = Level(rule.Above, state.Above.Told),
            AboveReached = state.Above.Reached > state.Above.Told ? Level(rule.Above, state.Above.Reached) : null,
            LastAlert = state.LastAlert,
            Suppressed = state.Suppressed,
            Stale = state.IsStale,
            Seen = state.IsSeen,
        };

        public AlertKeyState ToState(AlertRule rule) => new()
        {
            Below = new(Depth(rule.Below, Below), Depth(rule.Below, BelowReached ?? Below)),
            Above = new(Depth(rule.Above, Above), Depth(rule.Above, AboveReached ?? Above)),
            LastAlert = LastAlert,
            Suppressed = Suppressed,
            IsStale = Stale,
            IsSeen = Seen,
        };

        private static decimal? Level(IReadOnlyList<decimal> levels, int depth) => depth == 0 ? null : levels[depth - 1];

        private static int Depth(IReadOnlyList<decimal> levels, decimal? level)
        {
            for (int depth = 0; depth <= levels.Count; depth++)
            {
                if (Level(levels, depth) == level)
                {
                    return depth;
                }
            }

            throw new JsonException(FormattableString.Invariant($"{level} is not a level of its rule"));
        }
    }
}
