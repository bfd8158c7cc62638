using KanaPerps.Rest;
using KanaPerps.Testing;

namespace KanaPerps.Client.Tests.Rest;

public sealed class FundingHistoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_is_read_under_every_name_that_its_fields_may_have()
    {
        await using RestFixture fixture = new();

        (RestRows<FundingPayment> page, ReceivedRequest request) =
            await fixture.CallAsync(c => c.GetFundingHistoryAsync("0xAB", 14, 200, 50, newestFirst: true, Token), Samples.Text("made/rest-getFundingHistory.json"));

        Assert.Equal("/getFundingHistory?userAddress=0xAB&marketId=14&offset=200&limit=50&order=desc", request.Target);
        FundingPayment first = page.Rows[0];
        Assert.Equal((-0.0421875m, 0.0000125m, 600m, PositionSide.Long, "APT-USD"), (first.Amount, first.Rate, first.Size, first.Side, first.Symbol));
        Assert.Equal((Decode.Seconds(1747078200), 2713390001ul, Decode.CurrentAddress), (first.Timestamp, first.TransactionVersion, first.Address));
        FundingPayment second = page.Rows[1];
        Assert.Equal((15, 0.31m, -0.000002m, Decode.Seconds(1747081800)), (second.MarketId, second.Amount, second.Rate, second.Timestamp));
        Assert.Equal(((PositionSide?)null, (decimal?)null), (second.Side, second.Size));
    }

    [Fact]
    public async Task Each_row_carries_what_the_venue_sent_safe_to_print()
    {
        await using RestFixture fixture = new();

        (RestRows<FundingPayment> page, _) = await fixture.CallAsync(c => c.GetFundingHistoryAsync("0xAB", null, 0, 50, newestFirst: false, Token), Samples.Text("made/rest-getFundingHistory.json"));

        Assert.Contains("what nobody knows yet", page.Rows[1].Json, StringComparison.Ordinal);
        Assert.StartsWith("{", page.Rows[1].Json, StringComparison.Ordinal);
        Assert.DoesNotContain(page.Rows[1].Json, char.IsControl);
    }

    [Fact]
    public void Pages_end_with_one_that_has_no_rows_however_short_the_others_are()
    {
        FundingHistoryPages pages = new(newestFirst: false);

        Assert.Equal([1, 2, 3], Amounts(pages.Accept(Page(1, 2, 3))));
        Assert.Equal((3, false), (pages.Offset, pages.IsComplete));
        Assert.Equal([4], Amounts(pages.Accept(Page(4))));
        Assert.Equal((4, 2), (pages.Offset, pages.Count));
        Assert.Empty(pages.Accept(Page()));
        Assert.Equal((true, false, 2), (pages.IsComplete, pages.IsStuck, pages.Count));
    }

    [Fact]
    public void Rows_that_came_meanwhile_push_a_list_from_the_newest_along_and_are_not_told_twice()
    {
        FundingHistoryPages pages = new(newestFirst: true);
        pages.Accept(Page(9, 8, 7));

        Assert.Equal([6], Amounts(pages.Accept(Page(8, 7, 6))));
        Assert.Equal(6, pages.Offset);
    }

    [Fact]
    public void From_the_oldest_on_a_row_that_equals_the_last_is_its_twin()
    {
        FundingHistoryPages pages = new(newestFirst: false);
        pages.Accept(Page(1, 2));

        Assert.Equal([2, 3], Amounts(pages.Accept(Page(2, 3))));
    }

    [Fact]
    public void A_venue_that_ignores_the_offset_is_noticed()
    {
        FundingHistoryPages pages = new(newestFirst: false);
        pages.Accept(Page(1, 2));

        Assert.Empty(pages.Accept(Page(1, 2)));
        Assert.True(pages.IsStuck && pages.IsComplete);
    }

    [Fact]
    public void A_venue_that_ignores_the_offset_from_the_newest_on_is_noticed_when_the_same_page_comes_a_third_time()
    {
        FundingHistoryPages pages = new(newestFirst: true);
        pages.Accept(Page(2, 1));
        Assert.Empty(pages.Accept(Page(2, 1)));

        Assert.Empty(pages.Accept(Page(2, 1)));
        Assert.True(pages.IsStuck && pages.IsComplete);
    }

    [Fact]
    public void A_small_last_page_that_a_new_row_has_pushed_along_is_not_the_same_page_twice()
    {
        FundingHistoryPages pages = new(newestFirst: true);
        pages.Accept(Page(3, 2));
        Assert.Equal([1], Amounts(pages.Accept(Page(1))));

        Assert.Empty(pages.Accept(Page(1)));
        Assert.False(pages.IsStuck || pages.IsComplete);
        Assert.Empty(pages.Accept(Page()));

        Assert.Equal((true, false), (pages.IsComplete, pages.IsStuck));
    }

    [Fact]
    public void Rows_that_could_not_be_read_count_for_the_offset()
    {
        FundingHistoryPages pages = new(newestFirst: false);

        pages.Accept(Page(1, 2) with { Unreadable = 3 });

        Assert.Equal(5, pages.Offset);
    }

    [Fact]
    public void A_page_of_which_nothing_can_be_read_is_not_the_end()
    {
        FundingHistoryPages pages = new(newestFirst: false);

        Assert.Empty(pages.Accept(Page() with { Unreadable = 2 }));

        Assert.Equal((2, false), (pages.Offset, pages.IsComplete));
        Assert.Equal([3], Amounts(pages.Accept(Page(3))));
    }

    private static RestRows<FundingPayment> Page(params int[] amounts) => new([.. amounts.Select(a => new FundingPayment { Amount = a })]);

    private static IEnumerable<int> Amounts(IEnumerable<FundingPayment> rows) => rows.Select(r => (int)r.Amount!.Value);
}
