namespace KanaPerps.Topics;

/// <summary>A row that a history's memory keeps.</summary>
/// <typeparam name="T">The model.</typeparam>
/// <param name="Row">The row. What its identity is made of is in it: keeping that here as well would take more room than all else.</param>
/// <param name="Hash">The hash of its identity, which is looked up three times in its life and costs more to compute than to look up.</param>
/// <param name="Occurrence">Which one it is of the rows of one message that are alike.</param>
internal readonly record struct KeptRow<T>(T Row, int Hash, int Occurrence);
