using KanaPerps.Transport;

namespace KanaPerps.Client.Tests.Transport;

public sealed class RetryAfterTests
{
    private static readonly DateTimeOffset s_now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("7", 7)]
    [InlineData(" 7.5 ", 7.5)]
    [InlineData("0", 0)]
    [InlineData("Fri, 01 May 2026 12:00:30 GMT", 30)]
    [InlineData("Fri, 01 May 2026 11:59:00 GMT", 0)]
    [InlineData("301", 300)]
    [InlineData("99999999999", 300)]
    [InlineData("99999999999999999999999999999999999999999", 300)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 300)]
    [InlineData(null, 0)]
    [InlineData("soon", 0)]
    [InlineData("-5", 0)]
    [InlineData("NaN", 0)]
    public void What_a_venue_asks_for_is_honoured_up_to_five_minutes_however_much_it_is(string? header, double seconds) =>
        Assert.Equal(seconds, RetryAfter.Honoured(RetryAfter.Parse(header, s_now)).TotalSeconds);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-5")]
    public void Nonsense_is_no_header(string? header) => Assert.Null(RetryAfter.Parse(header, s_now));
}
