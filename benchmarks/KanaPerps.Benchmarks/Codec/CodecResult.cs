namespace KanaPerps.Benchmarks;

/// <summary>What reading a message took: the best of many passes over all messages.</summary>
/// <param name="Nanoseconds">Nanoseconds a message.</param>
/// <param name="Allocated">Bytes allocated for a message.</param>
internal readonly record struct CodecResult(double Nanoseconds, double Allocated);
