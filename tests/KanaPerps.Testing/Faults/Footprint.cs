namespace KanaPerps.Testing.Faults;

/// <summary>What the process holds.</summary>
/// <param name="Heap">Bytes that are reachable.</param>
/// <param name="Sockets">Open sockets; 0 where the system does not say.</param>
public sealed record Footprint(long Heap, int Sockets)
{
    /// <summary>Weighs the process, after everything unreachable is gone.</summary>
    public static Footprint Take()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return new(GC.GetTotalMemory(forceFullCollection: true), OpenSockets());
    }

    // All handles would count the assemblies that are loaded on the way; the sockets among them can be told apart on Linux only.
    private static int OpenSockets() => OperatingSystem.IsLinux()
        ? Directory.GetFiles("/proc/self/fd").Count(f => new FileInfo(f).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) ?? false)
        : 0;
}
