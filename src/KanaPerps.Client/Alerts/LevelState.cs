namespace KanaPerps.Alerts;

/// <summary>What is known of a key on one side. By default all levels are armed.</summary>
/// <param name="Told">How many levels were crossed, from the first on, when there was an alert last since they were armed.</param>
/// <param name="Reached">How many were crossed at most since they were armed. More than <paramref name="Told"/> where alerts were held back.</param>
internal readonly record struct LevelState(int Told, int Reached);
