using System.Text.Json;
using KanaPerps.Simulator;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Testing.Soak;

/// <summary>Checks a state topic: the changes told, put together, are the state that the exchange published last.</summary>
internal sealed class StateWatcher<T> : SoakWatcher<T>
    where T : StateRow
{
    private readonly Func<T, string> _key;
    private readonly Func<T, string> _identify;
    private readonly Dictionary<string, string> _state = [];
    private readonly List<string> _nonsense = [];

    public StateWatcher(ConnectionManager manager, KanaEndpoint endpoint, SimulatedExchange exchange, Topic<T> topic, string? key, Func<T, string> keyOf, Func<T, string> identify, Func<JsonElement, string> identifyJson, SubscriptionOptions? options = null)
        : base(manager, endpoint, exchange, topic, key, identifyJson, options)
    {
        _key = keyOf;
        _identify = identify;
    }

    public override IEnumerable<string> Violations()
    {
        lock (Gate)
        {
            bool agrees = Journal.LastList.ToHashSet().SetEquals(_state.Values);
            return
            [
                .. agrees ? (IEnumerable<string>)[] : [$"{Name}: the state told differs from the state published"],
                .. _nonsense.Take(3),
            ];
        }
    }

    protected override void Take(T item)
    {
        string key = _key(item);
        bool known = _state.ContainsKey(key);
        bool fits = item.Change is RowChange.Current or RowChange.New ? !known : known;
        if (!fits)
        {
            _nonsense.Add($"{Name}: {item.Change} of {key}, which {(known ? "was" : "was not")} there");
        }

        if (item.Change == RowChange.Closed)
        {
            _state.Remove(key);
        }
        else
        {
            _state[key] = _identify(item);
        }
    }
}
