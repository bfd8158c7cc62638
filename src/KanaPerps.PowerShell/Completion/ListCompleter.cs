using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace KanaPerps.PowerShell;

/// <summary>Completes from a list that is at hand: no call, no dial. Whatever goes wrong, it stays silent: a prompt is no place for errors.</summary>
public abstract class ListCompleter : IArgumentCompleter
{
    /// <summary>Whether values get quotes even when they could stand without.</summary>
    private protected virtual bool AlwaysQuotes => false;

    /// <summary>Whether the parameter shares its position with another one, whose completer speaks for both.</summary>
    private protected virtual bool IsSecondAtItsPosition(string command) => false;

    /// <inheritdoc/>
    /// <remarks>
    /// The engine adds an empty result after each list that it is given, and takes the last one away again. Two lists for one word
    /// would leave one in between, on which PSReadLine breaks: so one completer a position says nothing at all, which is null.
    /// </remarks>
    [SuppressMessage("Design", "CA1031", Justification = "If completion fails, Tab offers nothing.")]
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            bool isNamed = commandAst.CommandElements.OfType<CommandParameterAst>().Any(p => IsMeant(p.ParameterName, parameterName));
            if (!isNamed && IsSecondAtItsPosition(commandName))
            {
                return null!;
            }

            TypedWord word = new(wordToComplete ?? "");
            IDictionary bound = DefaultParameters.Complete(fakeBoundParameters, commandName);
            return [.. Choose(word, Candidates(bound, isNamed)).Select(c => Result(word, c))];
        }
        catch (Exception)
        {
            return [];
        }
    }

    /// <summary>What there is to complete to.</summary>
    /// <param name="boundParameters">The parameters typed so far.</param>
    /// <returns>The values and what to say about them.</returns>
    private protected abstract IEnumerable<Candidate> Candidates(IDictionary boundParameters);

    /// <summary>What there is to complete to, where it matters whether the parameter was named or is meant by its position.</summary>
    private protected virtual IEnumerable<Candidate> Candidates(IDictionary boundParameters, bool isNamed) => Candidates(boundParameters);

    /// <summary>Those that a word can be completed to.</summary>
    private protected virtual IEnumerable<Candidate> Choose(TypedWord word, IEnumerable<Candidate> candidates) => candidates.Where(c => Fits(word, c.Value));

    /// <summary>Whether a value is one that the word can be completed to.</summary>
    private protected virtual bool Fits(TypedWord word, string value) => word.Fits(value);

    /// <summary>Whether a name on the command line means the parameter: in full, shortened, or by an alias.</summary>
    private protected virtual bool IsMeant(string typed, string parameter) => parameter.StartsWith(typed, StringComparison.OrdinalIgnoreCase);

    /// <summary>The markets of the network that the command would ask; none for one that there is not.</summary>
    private protected static IReadOnlyList<Market> MarketsOf(IDictionary boundParameters)
    {
        string? name = (boundParameters["Endpoint"] ?? boundParameters["Network"])?.ToString() ?? Environment.GetEnvironmentVariable("KANA_NETWORK");
        KanaNetwork? network = string.IsNullOrEmpty(name) ? KanaNetwork.Mainnet
            : Uri.TryCreate(name, UriKind.Absolute, out Uri? address) ? ReplayHost.MarketsOf(KanaEndpoint.From(address))
            : EndpointSelection.NetworkOf(name) ?? NamedNetworks.Find(name)?.Resolve().Network;
        network = network == KanaNetwork.Replay && ReplayHost.Endpoint() is { } replay ? ReplayHost.MarketsOf(replay) : network;
        return network is { } known ? MarketTable.Of(known) : [];
    }

    private CompletionResult Result(TypedWord word, Candidate candidate) =>
        new(word.Write(candidate.Value, AlwaysQuotes), candidate.Label ?? candidate.Value, CompletionResultType.ParameterValue, candidate.ToolTip);
}
