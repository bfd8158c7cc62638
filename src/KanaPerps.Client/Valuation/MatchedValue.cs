using System.Runtime.InteropServices;

namespace KanaPerps.Valuation;

/// <summary>The value of the trades of a market from some time on, each match once however its rows come.</summary>
internal sealed class MatchedValue
{
    // The two rows of a match come together, or nearly so.
    private const int MostMatches = 1000;

    private readonly Dictionary<TradeMatch.Key, TradeMatch> _matches = [];
    private readonly Queue<TradeMatch.Key> _order = new();
    private ExactNumber _value = 0m;

    /// <summary>The value in the quote currency, exact, or null when decimal can't hold it.</summary>
    public decimal? Value => _value.ToDecimal();

    /// <summary>Takes rows of trades that were before: a row of the same match that comes later adds nothing.</summary>
    /// <param name="rows">The rows.</param>
    public void See(IReadOnlyList<Trade> rows) => Take(rows, isCounted: false);

    /// <summary>Adds rows.</summary>
    /// <param name="rows">The rows.</param>
    public void Add(IReadOnlyList<Trade> rows) => Take(rows, isCounted: true);

    private void Take(IReadOnlyList<Trade> rows, bool isCounted)
    {
        foreach (Trade row in rows)
        {
            TradeMatch.Key key = new(row.TransactionVersion, row.Timestamp?.UtcTicks ?? 0, row.Price, row.Size);
            ref TradeMatch match = ref CollectionsMarshal.GetValueRefOrAddDefault(_matches, key, out bool isKnown);
            int before = match.Count;
            match.Add(row.Side, row.Fee);
            if (isCounted)
            {
                _value += (ExactNumber)(match.Count - before) * row.Size * row.Price;
            }

            if (!isKnown)
            {
                _order.Enqueue(key);
            }
        }

        while (_order.Count > MostMatches)
        {
            _matches.Remove(_order.Dequeue());
        }
    }
}
