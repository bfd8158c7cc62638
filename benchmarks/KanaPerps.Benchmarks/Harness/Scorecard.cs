namespace KanaPerps.Benchmarks;

/// <summary>The targets of one run of the program: what was met, missed and left out.</summary>
internal sealed class Scorecard
{
    private readonly List<Target> _targets = [];
    private readonly List<string> _skipped = [];
    private readonly List<string> _failed = [];

    /// <summary>Notes a target.</summary>
    public void Add(Target target) => _targets.Add(target);

    /// <summary>Notes what could not be measured here.</summary>
    /// <param name="what">What, and why.</param>
    public void Skip(string what) => _skipped.Add(what);

    /// <summary>Notes a benchmark that broke off: its targets are missed.</summary>
    /// <param name="what">Which, and why.</param>
    public void Fail(string what) => _failed.Add(what);

    /// <summary>Prints every target, and last whether all are met.</summary>
    /// <returns>The exit code: 0 when no target is missed.</returns>
    public int Conclude()
    {
        ResultTable table = new("target", "measured", "bound", "");
        foreach (Target target in _targets)
        {
            string bound = $"{(target.IsFloor ? ">=" : "<=")} {Figures.Short(target.Bound)}";
            table.Add(target.Name, Figures.Short(target.Measured), bound, target.IsMet ? "met" : "missed");
        }

        table.Print();
        _skipped.ForEach(s => Console.WriteLine($"not measured: {s}"));
        string[] missed = [.. _failed, .. _targets.Where(t => !t.IsMet).Select(t => t.ToString())];
        bool isMet = missed.Length == 0 && _targets.Count > 0;
        Console.WriteLine(isMet ? "targets met" : $"targets missed: {(missed.Length > 0 ? string.Join("; ", missed) : "none was measured")}");
        return isMet ? 0 : 1;
    }
}
