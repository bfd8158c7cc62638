using KanaPerps.Wire;
using KanaPerps.Wire.Codecs;

namespace KanaPerps.Client.Tests.Wire;

public sealed class RowFaultTests
{
    private const string Good = """{"address":"0x1","amount":"1","is_deposit":true}""";

    [Theory]
    [InlineData("""{"address":"0x1","is_deposit":true}""", "amount is missing")]
    [InlineData("""{"address":"0x1","amount":null,"is_deposit":true}""", "amount is missing")]
    [InlineData("""{"address":"0x1","amount":"","is_deposit":true}""", "amount is not a number in range")]
    [InlineData("""{"address":"0x1","amount":"NaN","is_deposit":true}""", "amount is not a number in range")]
    [InlineData("""{"address":"0x1","amount":1e40,"is_deposit":true}""", "amount is not a number in range")]
    [InlineData("""{"address":"0x1","amount":[1],"is_deposit":true}""", "amount is not a number")]
    [InlineData("""{"address":"0x1","amount":false,"is_deposit":true}""", "amount is not a number")]
    [InlineData("""{"address":"0x1","amount":"1"}""", "is_deposit is missing")]
    [InlineData("""{"address":"0x1","amount":"1","is_deposit":"yes"}""", "is_deposit is not true or false")]
    [InlineData("""{"address":"0x1","amount":"1","is_deposit":2}""", "is_deposit is not true or false")]
    [InlineData("""{"address":{},"amount":"1","is_deposit":true}""", "address is an object or a list")]
    [InlineData("""{"address":"0x1","amount":"1","is_deposit":true,"timestamp":"soon"}""", "timestamp is not a time")]
    [InlineData("""{"address":"0x1","amount":"1","is_deposit":true,"last_updated":true}""", "last_updated is not a time")]
    [InlineData("""{"address":"0x1","amount":"1","is_deposit":true,"transaction_version":-1}""", "transaction_version is not a ledger version")]
    [InlineData("""{"address":"0x1","amount":"1","is_deposit":true,"transaction_version":"18446744073709551616"}""", "transaction_version is not a ledger version")]
    [InlineData("17", "the row is not an object")]
    [InlineData("[[1,2],{}]", "the row is not an object")]
    [InlineData("null", "the row is not an object")]
    public void A_row_that_cannot_be_read_becomes_a_problem_and_the_others_are_delivered(string bad, string detail)
    {
        DecodedMessage<Transfer> message = Decode.Text(new TransferCodec("0x" + new string('0', 63) + "1"), $$"""{"data":[{{Good}},{{bad}},{{Good}}]}""");

        Assert.Equal(2, message.Items.Length);
        Assert.Equal(new WireProblem(BadMessageReason.BadRow, detail, bad), message.Problem);
        Assert.True(message.IsReadable);
        Assert.False(message.IsComplete);
    }

    [Fact]
    public void Bad_rows_are_counted_and_the_first_is_described()
    {
        DecodedMessage<Transfer> message = Decode.Text(new TransferCodec(null), """{"data":[1,{"amount":"x"},2]}""");

        Assert.Equal(new WireProblem(BadMessageReason.BadRow, "the row is not an object", "1", 3), message.Problem);
    }

    [Theory]
    [InlineData("2.5")]
    [InlineData("1e10")]
    [InlineData("-2147483648")]
    public void An_order_type_that_is_no_whole_number_in_range_makes_a_bad_row(string orderType)
    {
        DecodedMessage<Fill> message = Decode.Text(new FillCodec(null), $$"""{"data":[{"market_id":"14","fee":0,"pnl":0,"price":1,"size":1,"order_type":{{orderType}}}]}""");

        Assert.Equal("order_type is not a whole number in range", message.Problem?.Detail);
    }

    [Theory]
    [InlineData("14", 14)]
    [InlineData("\"14\"", 14)]
    [InlineData("\"014\"", 14)]
    [InlineData("14.0", 14)]
    [InlineData("\"\\u0031\\u0034\"", 14)]
    [InlineData("0", 0)]
    [InlineData("-1", -1)]
    [InlineData("\"9223372036854775807\"", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    public void A_market_id_is_a_number_however_it_is_written_and_known_or_not(string sent, long marketId)
    {
        DecodedMessage<FundingRate> message = Decode.Text(new FundingRateCodec(null), $$"""{"data":[{"market_id":{{sent}},"funding_rate":1}]}""");

        FundingRate rate = Assert.Single(message.Items);
        Assert.Equal((marketId, marketId == 14 ? "APT-USD" : null), (rate.MarketId, rate.Symbol));
    }

    [Theory]
    [InlineData("\"APT-USD\"", "market_id is not a whole number of 64 bits")]
    [InlineData("\"14\\u001b[31m\"", "market_id is not a whole number of 64 bits")]
    [InlineData("\"\"", "market_id is not a whole number of 64 bits")]
    [InlineData("\"9223372036854775808\"", "market_id is not a whole number of 64 bits")]
    [InlineData("1e40", "market_id is not a whole number of 64 bits")]
    [InlineData("14.5", "market_id is not a whole number of 64 bits")]
    [InlineData("true", "market_id is not a whole number of 64 bits")]
    [InlineData("{}", "market_id is not a whole number of 64 bits")]
    [InlineData("null", "market_id is missing")]
    public void A_market_id_that_is_no_number_makes_a_bad_row_and_the_others_are_delivered(string sent, string detail)
    {
        string bad = $$"""{"market_id":{{sent}},"funding_rate":1}""";

        DecodedMessage<FundingRate> message = Decode.Text(new FundingRateCodec(null), $$"""{"data":[{{bad}},{"market_id":15,"funding_rate":2}]}""");

        Assert.Equal(15, Assert.Single(message.Items).MarketId);
        Assert.Equal((BadMessageReason.BadRow, detail, 1), (message.Problem!.Reason, message.Problem.Detail, message.Problem.Count));
    }

    [Fact]
    public void A_funding_payment_without_a_market_id_is_data()
    {
        Assert.Null(Assert.Single(Decode.Text(new FundingPaymentCodec(), """{"data":[{"amount":"1","market_id":null}]}""").Items).MarketId);
        Assert.Equal(
            "market_id is not a whole number of 64 bits",
            Decode.Text(new FundingPaymentCodec(), """{"data":[{"amount":"1","market_id":"?"}]}""").Problem?.Detail);
    }

    [Fact]
    public void An_order_type_of_250_is_data() => Assert.Equal(
        (OrderType)250,
        Assert.Single(Decode.Text(new FillCodec(null), """{"data":[{"market_id":"14","fee":0,"pnl":0,"price":1,"size":1,"order_type":"250"}]}""").Items).OrderType);

    [Fact]
    public void Rows_of_another_address_are_left_out_and_counted()
    {
        DecodedMessage<Transfer> message = Decode.Text(
            new TransferCodec("0x" + new string('0', 63) + "1"),
            $$"""{"data":[{"address":"0x2","amount":"1","is_deposit":true},{{Good}},{"address":"0x3","amount":"1","is_deposit":true}]}""");

        Assert.Single(message.Items);
        Assert.Null(message.Problem);
        Assert.Equal((BadMessageReason.ForeignRow, 2), (message.ForeignRows!.Reason, message.ForeignRows.Count));
        Assert.Contains("0x0000", message.ForeignRows.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_with_nothing_but_foreign_rows_says_nothing_about_this_key()
    {
        DecodedMessage<Transfer> message = Decode.Text(
            new TransferCodec("0x" + new string('0', 63) + "1"),
            """{"data":[{"address":"0x2","amount":"1","is_deposit":true}]}""");

        Assert.False(message.IsReadable);
        Assert.Equal((BadMessageReason.ForeignRow, 1), (message.Problem!.Reason, message.Problem.Count));
    }

    [Theory]
    [InlineData("0x4D6DC68E391E86991E58AB4D548B7E92872430D1F51BC666FE0C206BAD7FF770")]
    [InlineData("0X4d6dc68e391e86991e58ab4d548b7e92872430d1f51bc666fe0c206bad7ff770")]
    public void An_address_in_another_case_is_the_same_address(string address)
    {
        DecodedMessage<Transfer> message = Decode.Text(new TransferCodec(Decode.EarlyAddress), $$"""{"data":[{"address":"{{address}}","amount":"1","is_deposit":true}]}""");

        Assert.Equal(Decode.EarlyAddress, Assert.Single(message.Items).Address);
    }

    [Fact]
    public void An_address_without_its_leading_zeros_is_the_same_address()
    {
        Assert.True(AccountAddress.TryNormalize("0x3c78886aa67752706b3502b12959edf92e68d85ae64b24226783d26ce6efc1e", out string padded));
        const string Sent = "0x3C78886aa67752706b3502b12959edf92e68d85ae64b24226783d26ce6efc1e";

        Assert.Equal(padded, Assert.Single(Decode.Text(new TransferCodec(padded), $$"""{"data":[{"address":"{{Sent}}","amount":"1","is_deposit":true}]}""").Items).Address);
    }

    [Fact]
    public void A_row_that_names_no_address_belongs_to_the_socket() =>
        Assert.Null(Assert.Single(Decode.Text(new TransferCodec(Decode.EarlyAddress), """{"data":[{"amount":"1","is_deposit":false}]}""").Items).Address);

    [Fact]
    public void A_number_with_too_many_digits_is_rounded_and_named()
    {
        DecodedMessage<Transfer> message = Decode.Text(new TransferCodec(null), """{"data":[{"amount":"0.12345678901234567890123456785","is_deposit":true}]}""");

        Transfer transfer = Assert.Single(message.Items);
        Assert.Equal(0.1234567890123456789012345678m, transfer.Amount);
        Assert.Equal(["Amount"], transfer.InexactFields);
        Assert.Equal(1, message.InexactNumbers);
    }

    [Fact]
    public void Text_from_the_venue_has_its_control_and_bidirectional_characters_escaped()
    {
        const string Json = """
            {"data":[{"market_id":"14","trade_id":"7\u001b[31m","leverage":1,"order_id":"a\u202eb","order_type":1,"order_value":1,"price":1,"size":1,"status":"Op\u0085en"}]}
            """;

        OrderRecord order = Assert.Single(Decode.Text(new OrderRecordCodec(null), Json).Items);

        Assert.Equal((@"7\u001B[31m", @"a\u202Eb", @"Op\u0085en"), (order.TradeId, order.OrderId, order.Status));
    }

    [Theory]
    [InlineData("340282366920938463463374607431768211456")]
    [InlineData("\"340282366920938463463374607431768211456\"")]
    [InlineData("\"abc-0007\"")]
    public void Ids_beyond_128_bits_and_ids_that_are_no_numbers_are_kept(string id)
    {
        DecodedMessage<Fill> message = Decode.Text(
            new FillCodec(null),
            $$"""{"data":[{"market_id":"14","fee":0,"pnl":0,"price":1,"size":1,"order_type":1,"trade_id":{{id}},"order_id":{{id}}}]}""");

        Fill fill = Assert.Single(message.Items);
        Assert.Equal((id.Trim('"'), id.Trim('"')), (fill.TradeId, fill.OrderId));
    }
}
