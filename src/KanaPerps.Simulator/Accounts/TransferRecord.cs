namespace KanaPerps.Simulator;

/// <summary>Money that came into an account or left it.</summary>
internal sealed record TransferRecord(TransferKind Kind, decimal Amount, long Time, long Version);
