using KanaPerps.Valuation;

namespace KanaPerps.Client.Tests.Valuation;

public sealed class MatchedValueTests
{
    [Fact]
    public void A_match_counts_once_although_it_is_two_rows()
    {
        MatchedValue value = new();
        value.Add([Row(1, 10, 2, OrderType.OpenLong), Row(1, 10, 2, OrderType.OpenShort), Row(2, 11, 1, OrderType.OpenLong)]);

        Assert.Equal(31m, value.Value);
    }

    [Fact]
    public void The_other_row_of_a_match_adds_nothing_when_it_comes_in_a_later_message()
    {
        MatchedValue value = new();
        value.See([Row(1, 10, 2, OrderType.OpenLong)]);
        value.Add([Row(1, 10, 2, OrderType.OpenShort), Row(2, 11, 1, OrderType.OpenShort)]);
        value.Add([Row(2, 11, 1, OrderType.OpenLong)]);

        Assert.Equal(11m, value.Value);
    }

    [Fact]
    public void Rows_of_an_order_type_that_is_not_known_count_as_the_other_side()
    {
        MatchedValue value = new();
        value.Add([Row(1, 10, 2, (OrderType)9), Row(1, 10, 2, (OrderType)9)]);

        Assert.Equal(20m, value.Value);
    }

    [Fact]
    public void The_sum_is_exact_and_nothing_where_decimal_can_not_hold_it()
    {
        MatchedValue value = new();
        value.Add([Row(1, 0.00000001m, 0.00000001m, OrderType.OpenLong), Row(2, 100_000m, 100_000m, OrderType.OpenLong)]);
        Assert.Equal(10_000_000_000.0000000000000001m, value.Value);

        value.Add([Row(3, decimal.MaxValue, 2, OrderType.OpenLong)]);
        Assert.Null(value.Value);
    }

    [Fact]
    public void However_the_rows_of_matches_are_cut_into_messages_the_value_is_the_same()
    {
        Random random = new(14);
        for (int run = 0; run < 100; run++)
        {
            List<Trade> rows = [];
            decimal expected = 0;
            for (ulong version = 1; version <= 40; version++)
            {
                decimal price = random.Next(1, 1000) / 1000m;
                decimal size = random.Next(1, 1000) / 100m;
                rows.Add(Row(version, price, size, OrderType.OpenLong));
                rows.Add(Row(version, price, size, OrderType.CloseLong));
                expected += price * size;
            }

            // Neighbours change places, so that a match has rows of others between its own.
            for (int i = 0; i < rows.Count - 1; i++)
            {
                int other = Math.Min(rows.Count - 1, i + random.Next(3));
                (rows[i], rows[other]) = (rows[other], rows[i]);
            }

            MatchedValue value = new();
            for (int taken = 0, count; taken < rows.Count; taken += count)
            {
                count = random.Next(1, 8);
                value.Add([.. rows.Skip(taken).Take(count)]);
            }

            Assert.Equal(expected, value.Value);
        }
    }

    private static Trade Row(ulong version, decimal price, decimal size, OrderType type) => new()
    {
        MarketId = 14,
        Price = price,
        Size = size,
        OrderType = type,
        TransactionVersion = version,
        Timestamp = DateTimeOffset.UnixEpoch.AddSeconds(version),
    };
}
