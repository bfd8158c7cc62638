using System.Globalization;
using System.Text;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests.Wire;

public sealed class VenueTimeTests
{
    [Theory]
    [InlineData("1739788459", "2025-02-17T10:34:19.0000000+00:00")]
    [InlineData("1739788459.25", "2025-02-17T10:34:19.2500000+00:00")]
    [InlineData("1.739788459e9", "2025-02-17T10:34:19.0000000+00:00")]
    [InlineData("1739788459123", "2025-02-17T10:34:19.1230000+00:00")]
    [InlineData("1739788459123456", "2025-02-17T10:34:19.1234560+00:00")]
    [InlineData("1739788459123456789", "2025-02-17T10:34:19.1234567+00:00")]
    [InlineData("1", "1970-01-01T00:00:01.0000000+00:00")]
    [InlineData("-1", "1969-12-31T23:59:59.0000000+00:00")]
    [InlineData("-62135596799", "0001-01-01T00:00:01.0000000+00:00")]
    [InlineData("99999999999", "5138-11-16T09:46:39.0000000+00:00")]
    [InlineData("100000000000", "1973-03-03T09:46:40.0000000+00:00")]
    public void A_time_is_read_in_the_unit_that_its_size_tells(string text, string expected)
    {
        Assert.True(VenueTime.TryParse(Encoding.UTF8.GetBytes(text), out long ticks));
        Assert.Equal(expected, new DateTimeOffset(ticks, TimeSpan.Zero).ToString("o", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("0.000")]
    [InlineData("0e5")]
    public void Zero_is_no_time(string text)
    {
        Assert.True(VenueTime.TryParse(Encoding.UTF8.GetBytes(text), out long ticks));
        Assert.Equal(0, ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("2025-02-17")]
    [InlineData("NaN")]
    [InlineData("-62135596801")]
    [InlineData("1e25")]
    [InlineData("-1e25")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("1e40")]
    public void What_is_no_time_is_refused(string text)
    {
        Assert.False(VenueTime.TryParse(Encoding.UTF8.GetBytes(text), out long ticks));
        Assert.Equal(0, ticks);
    }
}
