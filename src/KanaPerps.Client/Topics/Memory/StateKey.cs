namespace KanaPerps.Topics;

/// <summary>What tells one row of a state list from another.</summary>
/// <param name="Id">The row's own id.</param>
/// <param name="MarketId">Its market, where the id alone does not tell.</param>
/// <param name="Code">Its side, likewise.</param>
/// <param name="Twin">Which one it is of several in a list that are alike in all that.</param>
internal readonly record struct StateKey(string? Id, long? MarketId = null, int Code = 0, int Twin = 0);
