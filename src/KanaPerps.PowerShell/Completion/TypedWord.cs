using System.Management.Automation;
using System.Management.Automation.Language;

namespace KanaPerps.PowerShell;

/// <summary>A word on the command line that is to be completed, with the quotes that it may have begun with.</summary>
internal readonly struct TypedWord
{
    // Beside what ends or changes a word anywhere, the signs that do so at its beginning.
    private const string SpecialAnywhere = " \t\r\n'\"`$(){}[];,|&<>\u2018\u2019\u201a\u201b\u201c\u201d\u201e";
    private const string SpecialAtStart = "@#-\u2013\u2014\u2015";
    private const string SingleQuotes = "'\u2018\u2019\u201a\u201b";
    private const string DoubleQuotes = "\"\u201c\u201d\u201e";

    private readonly bool _isSingleQuoted;
    private readonly bool _isDoubleQuoted;
    private readonly WildcardPattern _pattern;
    private readonly WildcardPattern _inside;

    public TypedWord(string word)
    {
        _isSingleQuoted = word.Length > 0 && SingleQuotes.Contains(word[0], StringComparison.Ordinal);
        _isDoubleQuoted = word.Length > 0 && DoubleQuotes.Contains(word[0], StringComparison.Ordinal);
        string bare = _isSingleQuoted || _isDoubleQuoted ? word[1..].TrimEnd(word[0], '\'', '"') : word;
        _pattern = PatternOf("", bare);
        _inside = PatternOf("*", bare);
    }

    /// <summary>Whether a value begins with what was typed, or matches it as a pattern.</summary>
    public bool Fits(string value) => _pattern.IsMatch(value);

    /// <summary>Whether what was typed is anywhere in a value.</summary>
    public bool FitsInside(string value) => _inside.IsMatch(value);

    /// <summary>The value as it has to stand on the command line: in the quotes that were typed, or in such as it needs.</summary>
    /// <param name="value">The value.</param>
    /// <param name="always">Whether it gets quotes also when it could stand without.</param>
    public string Write(string value, bool always)
    {
        if (_isDoubleQuoted)
        {
            return $"\"{string.Concat(value.Select(c => c is '`' or '"' or '$' ? $"`{c}" : c.ToString()))}\"";
        }

        bool isSpecial = value.Length == 0 || value.Any(SpecialAnywhere.Contains) || SpecialAtStart.Contains(value[0], StringComparison.Ordinal);
        return always || _isSingleQuoted || isSpecial ? $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'" : value;
    }

    private static WildcardPattern PatternOf(string start, string bare)
    {
        const WildcardOptions Options = WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant;
        try
        {
            WildcardPattern pattern = new($"{start}{bare}*", Options);

            // The engine looks at a pattern when it is first used.
            pattern.IsMatch("");
            return pattern;
        }
        catch (WildcardPatternException)
        {
            // Half a pattern, such as a bracket that is not closed yet, is taken as it stands.
            return new WildcardPattern($"{start}{WildcardPattern.Escape(bare)}*", Options);
        }
    }
}
