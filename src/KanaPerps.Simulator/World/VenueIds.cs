using System.Globalization;

namespace KanaPerps.Simulator;

/// <summary>
/// Ids in the venue's form: a counter above 64 lower bits, as decimal text. An order's lower bits hold a node number and the price;
/// the counters begin where the published samples stand, which gives 84 bits for orders and 74 and more for positions.
/// </summary>
internal sealed class VenueIds
{
    private ulong _orders = 645_406;
    private ulong _positions = 896;

    public string NextOrder(long priceTicks)
    {
        _orders++;
        ulong node = _orders * 2_654_435_761 % (1UL << 31);
        return Text(_orders, (node << 32) | (uint)priceTicks);
    }

    public string NextPosition(int marketNumber)
    {
        _positions++;
        return Text(_positions, (ulong)marketNumber << 40 | (_positions * 40_503 % (1UL << 24)));
    }

    private static string Text(ulong counter, ulong lower) => (((UInt128)counter << 64) | lower).ToString(CultureInfo.InvariantCulture);
}
