using System.Runtime.InteropServices;

namespace KanaPerps.Topics;

/// <summary>
/// Asks of each list of a history whether rows may be missing since the list before. A list runs to the present, so one that has the
/// newest row known before has every row since; one that has only older rows known is itself older, and proves nothing.
/// </summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class HistoryProof<T>
{
    // Rows that are alike in age and in number beyond this tell no more than these.
    private const int MostNewest = 1_000;

    // A venue that sends each row once has no list that reaches back: so many of them, and no other, are told.
    private const int MostWithoutRepeat = 3;

    private readonly RowRules<T> _rules;

    // The newest rows known. They share an age, unless the venue started again with older times: then either may go on.
    private readonly List<KeptRow<T>> _newest = [];
    private bool _sendsLists;
    private bool _repeatsRows;
    private int _withoutRepeat;

    public HistoryProof(RowRules<T> rules)
    {
        _rules = rules;
    }

    /// <summary>Judges a list.</summary>
    /// <param name="list">What is known of it.</param>
    /// <param name="news">Its rows that are news, oldest first.</param>
    /// <param name="isListed">Whether the list has a row that is known, or a later state of the same order.</param>
    /// <returns>What it proves.</returns>
    public MemoryReport Assess(in HistoryList list, List<KeptRow<T>> news, Predicate<KeptRow<T>> isListed)
    {
        // A topic may send the newest row alone: then the one before is never in the message. Only a list says that nothing is missing.
        _sendsLists |= list.Rows > 1;
        if (_newest.Count == 0)
        {
            Advance(news);
            return new(list.Rows == 0 ? Completeness.Proven : Completeness.PossibleGap);
        }

        if (list.Rows == 0)
        {
            return new(Completeness.PossibleGap);
        }

        // Where a row could not be read, the newest one known may be that.
        bool reaches = _newest.Exists(isListed) || (!list.IsComplete && list.HasUnchanged);
        _repeatsRows |= list.Rows > 1 && (reaches || list.HasUnchanged);
        if (reaches && (list.HasUnchanged || list.HasAllOfBefore))
        {
            DropUnlisted(isListed);
            Advance(news);
            return new(Completeness.Proven);
        }

        if (list.HasUnchanged && !IsBeyondKnown(news))
        {
            return new(Completeness.PossibleGap, IsOutOfOrder: _sendsLists);
        }

        Advance(news, alsoIfOlder: true);
        _withoutRepeat += list.Rows > 1 ? 1 : 0;
        return new(
            Completeness.PossibleGap,
            IsGap: _sendsLists && (_repeatsRows || _withoutRepeat <= MostWithoutRepeat),
            IsLastGap: _sendsLists && !_repeatsRows && _withoutRepeat == MostWithoutRepeat);
    }

    // Loops and no lambdas from here on: a closure would be garbage of each message.
    private bool IsBeyondKnown(List<KeptRow<T>> news)
    {
        if (news.Count == 0)
        {
            return false;
        }

        T newest = news[^1].Row;
        foreach (KeptRow<T> known in _newest)
        {
            if (_rules.CompareAge(newest, known.Row) < 0)
            {
                return false;
            }
        }

        return true;
    }

    private void DropUnlisted(Predicate<KeptRow<T>> isListed)
    {
        int kept = 0;
        foreach (KeptRow<T> known in CollectionsMarshal.AsSpan(_newest))
        {
            if (isListed(known))
            {
                _newest[kept++] = known;
            }
        }

        _newest.RemoveRange(kept, _newest.Count - kept);
    }

    private void DropOlder(T than)
    {
        int kept = 0;
        foreach (KeptRow<T> known in CollectionsMarshal.AsSpan(_newest))
        {
            if (_rules.CompareAge(known.Row, than) >= 0)
            {
                _newest[kept++] = known;
            }
        }

        _newest.RemoveRange(kept, _newest.Count - kept);
    }

    private void Advance(List<KeptRow<T>> news, bool alsoIfOlder = false)
    {
        bool isBeyond = IsBeyondKnown(news);
        if (news.Count == 0 || !(isBeyond || alsoIfOlder))
        {
            return;
        }

        if (isBeyond)
        {
            DropOlder(news[^1].Row);
        }

        int first = news.Count - 1;
        while (first > 0 && _rules.CompareAge(news[first - 1].Row, news[^1].Row) == 0)
        {
            first--;
        }

        _newest.AddRange(CollectionsMarshal.AsSpan(news)[first..]);
        _newest.RemoveRange(0, Math.Max(0, _newest.Count - MostNewest));
    }
}
