namespace KanaPerps.Alerts;

/// <summary>A level that was crossed, and that there is an alert for.</summary>
/// <param name="Direction">On which side.</param>
/// <param name="Level">The deepest level.</param>
/// <param name="Suppressed">How many crossings were held back until they were over, before it.</param>
internal readonly record struct AlertCrossing(AlertDirection Direction, decimal Level, long Suppressed);
