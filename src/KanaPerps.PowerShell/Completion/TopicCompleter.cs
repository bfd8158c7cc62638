using System.Collections;
using KanaPerps.Streaming;

namespace KanaPerps.PowerShell;

/// <summary>Completes the names of topics: the documented ones and those that are only named somewhere.</summary>
public sealed class TopicCompleter : ListCompleter
{
    private static readonly (string Value, string ToolTip)[] s_undocumented =
    [
        ("best_price", "Undocumented; probably asked for by market"),
        ("live_order_history", "Undocumented; probably asked for by profile address"),
        ("live_trade_history", "Undocumented; probably asked for by profile address"),
    ];

    private protected override IEnumerable<(string Value, string ToolTip)> Candidates(IDictionary boundParameters) =>
        KanaTopics.All.Select(t => (t.Name, $"Asked for by {(t.KeyKind == TopicKeyKind.None ? "name alone" : t.KeyKind == TopicKeyKind.Market ? "market" : "profile address")}")).Concat(s_undocumented);
}
