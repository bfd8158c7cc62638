namespace KanaPerps.Testing.Soak;

/// <summary>A watcher of one feed that keeps book of what it was told.</summary>
internal interface ISoakWatcher : IAsyncDisposable
{
    long Rows { get; }

    long Reconnects { get; }

    long Gaps { get; }

    long Lagged { get; }

    /// <summary>Whether nothing that the exchange published is open any more: each row told, declared as a gap, or counted as lagged.</summary>
    bool HasCaughtUp { get; }

    /// <summary>Begins to read. Once.</summary>
    /// <returns>When the first list has been told.</returns>
    Task StartAsync();

    /// <summary>Compares what the watcher was told with what the exchange published.</summary>
    /// <returns>What does not agree.</returns>
    IEnumerable<string> Violations();
}
