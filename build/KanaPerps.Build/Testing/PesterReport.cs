namespace KanaPerps.Build.Testing;

/// <summary>What tests/Module/Invoke-ModuleTests.ps1 writes.</summary>
internal sealed record PesterReport
{
    /// <summary>Why nothing ran, or null.</summary>
    public string? NotRun { get; init; }

    public int Passed { get; init; }

    public int Failed { get; init; }

    public int Skipped { get; init; }
}
