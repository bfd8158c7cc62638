namespace KanaPerps.Rest;

/// <summary>
/// Puts the pages of a funding history together. The venue does not document how many rows a page has at most,
/// and rows may come in between: so only a page without rows is the end, and what a page repeats of the one before is passed over.
/// </summary>
public sealed class FundingHistoryPages
{
    private readonly bool _newestFirst;
    private IReadOnlyList<FundingPayment> _last = [];
    private int _repeats;

    /// <summary>Begins a history.</summary>
    /// <param name="newestFirst">Whether it is asked for from the newest row to the oldest.</param>
    public FundingHistoryPages(bool newestFirst)
    {
        _newestFirst = newestFirst;
    }

    /// <summary>How many rows to pass over when asking for the next page.</summary>
    public long Offset { get; private set; }

    /// <summary>How many pages with rows came so far.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there is nothing more to ask for.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Whether the venue sent the same page again, as one that ignores the offset would: what lies beyond can't be had.</summary>
    public bool IsStuck { get; private set; }

    /// <summary>Takes the next page in.</summary>
    /// <param name="page">The page, of any length: the venue may send fewer rows than it was asked for, or more.</param>
    /// <returns>The rows of it that are new.</returns>
    public IReadOnlyList<FundingPayment> Accept(RestRows<FundingPayment> page)
    {
        bool isSame = page.Rows.Count > 0 && page.Rows.SequenceEqual(_last);
        _repeats = isSame ? _repeats + 1 : 0;

        // New rows at the head may have pushed exactly this page along. They have not done so again when it comes a third time.
        IsStuck = isSame && (!_newestFirst || _repeats > 1);
        IsComplete = IsStuck || page.Rows.Count + page.Unreadable == 0;
        if (IsComplete)
        {
            return [];
        }

        // From the oldest on nothing moves, and a row that equals the one before is its twin.
        int known = _newestFirst ? Overlap(page.Rows) : 0;
        _last = page.Rows;
        Count++;
        Offset += page.Rows.Count + page.Unreadable;
        return [.. page.Rows.Skip(known)];
    }

    // New rows at the head of a list that runs from the newest push it along: the page then begins with rows that the last one ended with.
    private int Overlap(IReadOnlyList<FundingPayment> rows)
    {
        for (int length = Math.Min(rows.Count, _last.Count); length > 0; length--)
        {
            if (_last.Skip(_last.Count - length).SequenceEqual(rows.Take(length)))
            {
                return length;
            }
        }

        return 0;
    }
}
