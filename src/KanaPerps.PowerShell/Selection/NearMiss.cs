namespace KanaPerps.PowerShell;

/// <summary>Finds the name that a misspelt one was probably meant to be.</summary>
internal static class NearMiss
{
    private const int ShortestWord = 2;

    /// <summary>The nearest name.</summary>
    /// <param name="word">What was typed.</param>
    /// <param name="names">The names there are. Of one with a dash, such as APT-USD, the part before it counts alone too.</param>
    /// <returns>The name, or null when none is near.</returns>
    public static string? Find(string word, IEnumerable<string> names)
    {
        string typed = Letters(word);
        string stem = Stem(word);
        return stem.Length < ShortestWord
            ? null
            : names
                .Select(n => (Name: n, Distance: Math.Min(Distance(typed, Letters(n)), Distance(stem, Stem(n)))))
                .Where(n => n.Distance < int.MaxValue)
                .OrderBy(n => n.Distance)
                .FirstOrDefault()
                .Name;
    }

    /// <summary>A question that names the nearest name, and a blank; or an empty text.</summary>
    /// <param name="word">What was typed.</param>
    /// <param name="names">The names there are.</param>
    /// <returns>The text to put before what else there is to say.</returns>
    public static string Question(string word, IEnumerable<string> names) => Find(word, names) is { } name ? $"Did you mean {name}? " : "";

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static string Stem(string text) => Letters(text.Split('-', '/')[0]);

    // Edits between two words, a swap of neighbours being one, or MaxValue when they are more than a slip: one in four letters.
    private static int Distance(string typed, string name)
    {
        if (typed.Length >= ShortestWord && name.StartsWith(typed, StringComparison.Ordinal))
        {
            return 0;
        }

        int most = Math.Max(1, typed.Length / 4);
        if (Math.Abs(typed.Length - name.Length) > most)
        {
            return int.MaxValue;
        }

        int[,] edits = new int[typed.Length + 1, name.Length + 1];
        for (int i = 0; i <= typed.Length; i++)
        {
            for (int j = 0; j <= name.Length; j++)
            {
                edits[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1, edits[i - 1, j - 1] + (typed[i - 1] == name[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && typed[i - 1] == name[j - 2] && typed[i - 2] == name[j - 1])
                {
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
                }
            }
        }

        int distance = edits[typed.Length, name.Length];
        return distance <= most ? distance : int.MaxValue;
    }
}
