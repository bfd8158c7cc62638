namespace KanaPerps.Benchmarks;

/// <summary>
/// Runs candidates in turn, round after round, so that whatever else the machine does hits all of them alike, and keeps each one's best
/// round. What else runs can only make a round worse, so the best is the least disturbed.
/// </summary>
/// <typeparam name="T">What a round yields.</typeparam>
internal sealed class Contest<T>
{
    private readonly Func<T, double> _score;
    private readonly List<(string Name, Func<Task<T>> Run)> _candidates = [];

    /// <summary>Makes a contest.</summary>
    /// <param name="score">How good a round was; more is better.</param>
    public Contest(Func<T, double> score)
    {
        _score = score;
    }

    /// <summary>Adds a candidate.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="run">Runs one round of it.</param>
    public void Add(string name, Func<Task<T>> run) => _candidates.Add((name, run));

    /// <summary>Runs a round that does not count, then those that do.</summary>
    /// <param name="rounds">How many rounds count.</param>
    /// <returns>All counted rounds of each candidate, best first.</returns>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<T>>> RunAsync(int rounds)
    {
        Dictionary<string, List<T>> results = _candidates.ToDictionary(c => c.Name, _ => new List<T>());
        for (int round = 0; round <= rounds; round++)
        {
            foreach ((string name, Func<Task<T>> run) in _candidates)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                T result = await run();
                if (round > 0)
                {
                    results[name].Add(result);
                }
            }
        }

        return results.ToDictionary(r => r.Key, r => (IReadOnlyList<T>)[.. r.Value.OrderByDescending(_score)]);
    }
}
