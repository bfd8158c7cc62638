using System.Globalization;
using System.Management.Automation;
using KanaPerps.Wire;

namespace KanaPerps.PowerShell;

/// <summary>The markets that a user names, by ids or by symbols.</summary>
/// <param name="Command">Gets an error for each symbol that matches nothing. The others continue.</param>
/// <param name="Ids">The ids given, or null. They count before the symbols.</param>
/// <param name="Symbols">The symbols given, or null.</param>
internal readonly record struct MarketSelection(Cmdlet Command, long[]? Ids, string[]? Symbols)
{
    /// <summary>Whether no market is named.</summary>
    public bool IsEmpty => Ids is null && Symbols is null;

    /// <summary>The ids of the markets.</summary>
    /// <param name="endpoint">The deployment whose symbols count.</param>
    /// <param name="known">The markets to choose from by symbol, or null for those of the built-in table.</param>
    /// <returns>The ids.</returns>
    public IEnumerable<long> Resolve(KanaEndpoint endpoint, IReadOnlyList<Market>? known = null)
    {
        Action<ErrorRecord> onError = Command.WriteError;
        KanaNetwork network = ReplayHost.MarketsOf(endpoint);
        return Ids ?? (Symbols ?? []).SelectMany(s => BySymbol(s, known ?? MarketTable.Of(network), network, onError));
    }

    /// <summary>The markets as keys of a topic.</summary>
    /// <param name="endpoint">The deployment whose symbols count.</param>
    /// <returns>The keys; null for the whole topic where no market is named.</returns>
    public IEnumerable<string?> Keys(KanaEndpoint endpoint) => IsEmpty ? [null] : Resolve(endpoint).Select(id => (string?)MarketIds.Text(id));

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

    /// <summary>A symbol as the built-in table writes it: the venue says APT/USDC where the table says APT-USD.</summary>
    internal static string Canonical(string symbol)
    {
        string dashed = symbol.Trim().Replace('/', '-');
        return dashed.EndsWith("-USDC", StringComparison.OrdinalIgnoreCase) ? dashed[..^1] : dashed;
    }

    private static IEnumerable<long> BySymbol(string symbol, IReadOnlyList<Market> known, KanaNetwork network, Action<ErrorRecord> onError) =>
        long.TryParse(symbol, NumberStyles.None, CultureInfo.InvariantCulture, out long id)
            ? [id]
            : Match(symbol, known, network, onError).Select(m => m.MarketId);

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
}
