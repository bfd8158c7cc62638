using System.Globalization;
using KanaPerps.Streaming;
using KanaPerps.Testing.Faults;
using KanaPerps.Topics;

namespace KanaPerps.Testing.Soak;

/// <summary>
/// Watches a <see cref="SlidingVenue"/>: wherever the numbers of the rows told leap, a notice of a possible gap must stand, and on a
/// standing connection such a notice stands nowhere else.
/// </summary>
internal sealed class SlidingSoak
{
    private readonly List<string> _violations = [];

    // The rows within declared gaps.
    private readonly HashSet<int> _missing = [];
    private int _last;
    private int _gapsTold;
    private int _gapsToldAgain;
    private int _gapsOpen;
    private DateTimeOffset _gapsOpenUntil;
    private bool _mayLeap;
    private bool _isAfterReconnect;

    public IReadOnlyList<string> Violations => _violations;

    public IReadOnlyDictionary<string, int> Faults { get; private set; } = new Dictionary<string, int>();

    public long Rows { get; private set; }

    public long Reconnects { get; private set; }

    public long Gaps => _gapsTold;

    /// <summary>Soaks for a time.</summary>
    public async Task RunAsync(int seed, TimeSpan length)
    {
        await using SlidingVenue venue = new(seed);
        await using ConnectionManager manager = new(StreamFixture.Fast);
        using Subscription<Fill> subscription = manager.Subscribe(venue.Endpoint, KanaTopics.Fills, "0x1");
        using CancellationTokenSource end = new(length);
        Task reading = ReadAsync(subscription);
        await venue.RunAsync(end.Token);
        if (!await Eventually.HoldsWithinAsync(() => Volatile.Read(ref _last) == venue.Newest, TimeSpan.FromSeconds(20)))
        {
            Note($"the newest row told is {_last}, and {venue.Newest} was sent");
        }

        long counted = manager.GetConnections().Single().Gaps;
        subscription.Dispose();
        await reading;
        if (counted > _gapsTold || counted < _gapsTold - _gapsToldAgain)
        {
            Note($"{counted} gaps were counted and {_gapsTold} told");
        }

        Faults = venue.Faults;
    }

    private async Task ReadAsync(Subscription<Fill> subscription)
    {
        await foreach (StreamEvent<Fill> next in subscription.ReadAllAsync())
        {
            switch (next.Notice)
            {
                case GapNotice gap:
                    _gapsTold += gap.Count;

                    // With no row since a reconnect that told of a gap it is the same one, unless a list between the two had all rows and none new.
                    _gapsToldAgain += _mayLeap ? 1 : 0;
                    _gapsOpen += gap.Count;
                    _gapsOpenUntil = _gapsOpen > 1 ? gap.At : default;
                    break;
                case ReconnectedNotice reconnected:
                    Reconnects++;
                    _isAfterReconnect = true;
                    _mayLeap = reconnected.Completeness == Completeness.PossibleGap;
                    _gapsTold += _mayLeap ? 1 : 0;
                    break;
            }

            if (next.Items.Count > 0)
            {
                Take(next.Items);
            }
        }
    }

    private void Take(IReadOnlyList<Fill> rows)
    {
        bool leapt = false;
        int before = _last;
        foreach (Fill row in rows)
        {
            int number = int.Parse(row.OrderId!, CultureInfo.InvariantCulture);
            Rows++;
            if (_last != 0 && number <= _last)
            {
                // A replica that is behind may have what a list had slid past: it comes late, and once.
                if (!_missing.Remove(number))
                {
                    Note($"row {number} was told after {_last}");
                }

                continue;
            }

            if (_last != 0 && number != _last + 1)
            {
                leapt = true;
                _missing.UnionWith(Enumerable.Range(_last + 1, number - _last - 1));
                if (_gapsOpen == 0 && !_mayLeap)
                {
                    Note($"the rows between {_last} and {number} were lost silently");
                }
            }

            Volatile.Write(ref _last, number);
        }

        if (_last == before)
        {
            return;
        }

        if (_gapsOpen == 1 && !leapt && !_isAfterReconnect && _gapsOpenUntil == default)
        {
            Note($"a gap was told before row {_last} where none was");
        }

        // Gaps that were told together, since the first was not read yet, are somewhere before the list that came with the last of them.
        bool mayBeLater = _gapsOpenUntil > rows[^1].ReceivedAt;
        _gapsOpen = leapt || !mayBeLater ? Math.Max(0, _gapsOpen - 1) : _gapsOpen;
        (_mayLeap, _isAfterReconnect) = (false, false);
    }

    private void Note(FormattableString violation) => _violations.Add(FormattableString.Invariant($"sliding list: {FormattableString.Invariant(violation)}"));
}
