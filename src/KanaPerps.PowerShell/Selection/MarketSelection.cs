using System.Globalization;
using System.Management.Automation;
using KanaPerps.Wire;

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
    public static IEnumerable<long> Resolve(long[]? marketIds, string[]? symbols, KanaNetwork network, Action<ErrorRecord> onError) =>
        marketIds ?? (symbols ?? []).SelectMany(s => BySymbol(s, network, onError));

    /// <summary>The known markets whose symbol matches.</summary>
    /// <param name="symbol">A symbol such as APT-USD or APT/USDC, or a base asset such as APT, with wildcards.</param>
    /// <param name="markets">The markets to choose from.</param>
    /// <param name="network">The network whose symbols count.</param>
    /// <param name="onError">Takes the error of a symbol that matches nothing, or can't.</param>
    /// <returns>The matches.</returns>
    public static IReadOnlyList<Market> Match(string symbol, IEnumerable<Market> markets, KanaNetwork network, Action<ErrorRecord> onError)
    {
        WildcardPattern pattern = new(Canonical(symbol), WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        try
        {
            Market[] matches = [.. markets.Where(m => pattern.IsMatch(m.Symbol) || pattern.IsMatch(m.Symbol.Split('-')[0]) || (m.BaseName is { } name && pattern.IsMatch(Canonical(name))))];
            if (matches.Length == 0)
            {
                onError(NoMatch(symbol, network, $"No known market matches the symbol '{VenueText.Shorten(symbol)}'.", ""));
            }

            return matches;
        }
        catch (WildcardPatternException)
        {
            onError(NoMatch(symbol, network, $"The symbol '{VenueText.Shorten(symbol)}' is not a valid pattern.", "In a pattern [ begins a set of characters, which ends with ]. "));
            return [];
        }
    }

    private static ErrorRecord NoMatch(string symbol, KanaNetwork network, string message, string hint)
    {
        string[] known = [.. MarketTable.Of(network).Select(m => m.Symbol)];
        string where = network == KanaNetwork.Custom ? $"{KanaNetwork.Mainnet}, whose table is used for other endpoints too" : network.ToString();
        return ErrorRecords.Of(
            KanaErrors.UnknownSymbol,
            symbol,
            message,
            $"{hint}{NearMiss.Question(symbol, known)}Known on {where}: {string.Join(", ", known)}. "
                + "Give any other market by its id, with -MarketId.");
    }

    private static IEnumerable<long> BySymbol(string symbol, KanaNetwork network, Action<ErrorRecord> onError) =>
        long.TryParse(symbol, NumberStyles.None, CultureInfo.InvariantCulture, out long id)
            ? [id]
            : Match(symbol, MarketTable.Of(network), network, onError).Select(m => m.MarketId);

    /// <summary>A symbol as the built-in table writes it: the venue says APT/USDC where the table says APT-USD.</summary>
    internal static string Canonical(string symbol)
    {
        string dashed = symbol.Trim().Replace('/', '-');
        return dashed.EndsWith("-USDC", StringComparison.OrdinalIgnoreCase) ? dashed[..^1] : dashed;
    }
}
