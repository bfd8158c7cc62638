using System.Globalization;
using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Turns what a user writes for a market into market ids.</summary>
internal static class MarketSelection
{
    /// <summary>The ids that a user names.</summary>
    /// <param name="marketIds">The bound ids, or null.</param>
    /// <param name="symbols">The bound symbols, or null.</param>
    /// <param name="network">The network whose symbols count.</param>
    /// <param name="onError">Takes the errors of symbols that match nothing.</param>
    /// <returns>The ids.</returns>
    public static IEnumerable<string> Resolve(long[]? marketIds, string[]? symbols, KanaNetwork network, Action<ErrorRecord> onError) =>
        marketIds is not null
            ? marketIds.Select(m => m.ToString(CultureInfo.InvariantCulture))
            : (symbols ?? []).SelectMany(s => BySymbol(s, network, onError));

    /// <summary>The known markets whose symbol matches.</summary>
    /// <param name="symbol">A symbol such as APT-USD or APT/USDC, with wildcards.</param>
    /// <param name="markets">The markets to choose from.</param>
    /// <returns>The matches.</returns>
    public static IReadOnlyList<Market> Match(string symbol, IEnumerable<Market> markets)
    {
        WildcardPattern pattern = new(Canonical(symbol), WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        return [.. markets.Where(m => pattern.IsMatch(m.Symbol) || (m.BaseName is { } name && pattern.IsMatch(Canonical(name))))];
    }

    /// <summary>The error for a symbol that matches nothing.</summary>
    public static ErrorRecord NoMatch(string symbol, KanaNetwork network)
    {
        string[] known = [.. MarketTable.Of(network).Select(m => m.Symbol)];
        return ErrorRecords.Of(
            KanaErrors.UnknownSymbol,
            symbol,
            $"No known market matches the symbol '{symbol}'.",
            $"{NearMiss.Question(symbol, known)}Known on {network}: {string.Join(", ", known)}. "
                + "A market that the table does not know works by its id, with -MarketId.");
    }

    private static IEnumerable<string> BySymbol(string symbol, KanaNetwork network, Action<ErrorRecord> onError)
    {
        if (symbol.Length > 0 && symbol.All(char.IsAsciiDigit))
        {
            return [symbol];
        }

        IReadOnlyList<Market> matches = Match(symbol, MarketTable.Of(network));
        if (matches.Count == 0)
        {
            onError(NoMatch(symbol, network));
        }

        return matches.Select(m => m.MarketId);
    }

    // The venue writes APT/USDC where the table says APT-USD.
    private static string Canonical(string symbol)
    {
        string dashed = symbol.Trim().Replace('/', '-');
        return dashed.EndsWith("-USDC", StringComparison.OrdinalIgnoreCase) ? dashed[..^1] : dashed;
    }
}
