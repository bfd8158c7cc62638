using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace KanaPerps.PowerShell;

/// <summary>Completes from a list that is at hand. Whatever goes wrong, it stays silent: a prompt is no place for errors.</summary>
public abstract class ListCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        WildcardPattern pattern = new($"{wordToComplete.Trim('\'', '"')}*", WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        return [.. Candidates(fakeBoundParameters).Where(c => pattern.IsMatch(c.Value)).Select(c => new CompletionResult(c.Value, c.Value, CompletionResultType.ParameterValue, c.ToolTip))];
    }

    /// <summary>What there is to complete to.</summary>
    /// <param name="boundParameters">The parameters typed so far.</param>
    /// <returns>The values, which need no quotes, and what to say about them.</returns>
    private protected abstract IEnumerable<(string Value, string ToolTip)> Candidates(IDictionary boundParameters);

    private protected static KanaNetwork NetworkOf(IDictionary boundParameters) =>
        Enum.TryParse(boundParameters["Network"] as string ?? Environment.GetEnvironmentVariable("KANA_NETWORK"), ignoreCase: true, out KanaNetwork network)
            ? network
            : KanaNetwork.Mainnet;
}
