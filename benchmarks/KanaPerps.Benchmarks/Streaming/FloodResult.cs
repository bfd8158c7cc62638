namespace KanaPerps.Benchmarks;

/// <summary>What a run through a flood took.</summary>
/// <param name="Messages">How many messages came.</param>
/// <param name="MessageBytes">How many bytes one has on average.</param>
/// <param name="Seconds">From the first to the last.</param>
/// <param name="Processor">Microseconds of processor time that the whole process took for a message.</param>
/// <param name="Allocated">Bytes that the whole process allocated for a message.</param>
/// <param name="Gen0">Collections of the youngest generation.</param>
/// <param name="Gen1">Collections of the middle generation.</param>
/// <param name="Gen2">Collections of everything.</param>
internal sealed record FloodResult(long Messages, double MessageBytes, double Seconds, double Processor, double Allocated, int Gen0, int Gen1, int Gen2)
{
    /// <summary>Messages a second.</summary>
    public double Rate => Messages / Seconds;
}
