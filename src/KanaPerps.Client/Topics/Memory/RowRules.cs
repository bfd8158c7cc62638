using KanaPerps.Wire;

namespace KanaPerps.Topics;

/// <summary>How the rows of a history topic compare.</summary>
/// <typeparam name="T">The model.</typeparam>
/// <param name="Identify">What tells a row from another.</param>
/// <param name="TimeOf">When what the row tells of happened.</param>
/// <param name="SubjectOf">
/// What a row is a state of: the id of an order, which is listed once, in its latest state. Null where a row never changes.
/// </param>
internal sealed record RowRules<T>(Func<T, RowIdentity> Identify, Func<T, DateTimeOffset?> TimeOf, Func<T, string>? SubjectOf = null)
{
    /// <summary>Compares by time, then by ledger version.</summary>
    /// <returns>Less than zero when the first row is older; zero when that can't be told.</returns>
    public int CompareAge(T a, T b)
    {
        int byTime = Nullable.Compare(TimeOf(a), TimeOf(b));
        return byTime != 0 ? byTime : Nullable.Compare(Identify(a).Version, Identify(b).Version);
    }
}
