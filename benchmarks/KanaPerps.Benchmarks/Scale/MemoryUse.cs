namespace KanaPerps.Benchmarks;

/// <summary>What the process holds, in bytes.</summary>
/// <param name="Heap">Objects that are reachable.</param>
/// <param name="WorkingSet">Memory in use, the runtime's own and that of native code included.</param>
internal readonly record struct MemoryUse(long Heap, long WorkingSet)
{
    /// <summary>Weighs the process, after everything unreachable is gone and given back to the system.</summary>
    public static MemoryUse Take()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        // As it was at the collection: what busy feeds have left behind since then is not theirs.
        GCMemoryInfo collected = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        return new(collected.HeapSizeBytes - collected.FragmentedBytes, Environment.WorkingSet);
    }
}
