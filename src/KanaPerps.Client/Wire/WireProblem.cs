namespace KanaPerps.Wire;

/// <summary>What was wrong with a message or some of its rows.</summary>
/// <param name="Reason">The kind of trouble.</param>
/// <param name="Detail">What exactly, naming the field where there is one.</param>
/// <param name="Excerpt">The beginning of what came, escaped.</param>
/// <param name="Count">How many rows or messages had this trouble.</param>
internal sealed record WireProblem(BadMessageReason Reason, string Detail, string Excerpt, int Count = 1);
