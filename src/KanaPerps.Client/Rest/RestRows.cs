namespace KanaPerps.Rest;

/// <summary>A list that the venue answered with.</summary>
/// <typeparam name="T">The model of a row.</typeparam>
/// <param name="Rows">The rows that could be read.</param>
/// <param name="Unreadable">How many rows could not be read.</param>
/// <param name="Problem">What was wrong with the first of those, naming the field, or null when all could be read.</param>
public sealed record RestRows<T>(IReadOnlyList<T> Rows, int Unreadable = 0, KanaException? Problem = null);
