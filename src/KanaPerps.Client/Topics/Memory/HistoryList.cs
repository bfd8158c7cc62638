namespace KanaPerps.Topics;

/// <summary>What is known of a list of a history, compared with the lists before.</summary>
/// <param name="Rows">How many rows it has.</param>
/// <param name="IsComplete">Whether every row could be read.</param>
/// <param name="HasUnchanged">Whether a row of it was known before.</param>
/// <param name="HasAllOfBefore">Whether every order of the list before is in it, so that none has slid out at its end.</param>
internal readonly record struct HistoryList(int Rows, bool IsComplete, bool HasUnchanged, bool HasAllOfBefore);
