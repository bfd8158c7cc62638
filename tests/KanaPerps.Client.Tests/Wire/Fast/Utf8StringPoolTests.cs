using System.Globalization;
using System.Text;
using KanaPerps.Wire;
using KanaPerps.Wire.Fast;

namespace KanaPerps.Client.Tests.Wire.Fast;

public sealed class Utf8StringPoolTests
{
    [Fact]
    public void The_same_bytes_give_the_same_instance()
    {
        Utf8StringPool pool = new(VenueText.Escape);

        Assert.Same(pool.Get("Filled"u8), pool.Get("Filled"u8));
    }

    [Fact]
    public void Any_number_of_different_values_come_out_right()
    {
        Utf8StringPool pool = new(VenueText.Escape);
        for (int i = 0; i < 100_000; i++)
        {
            string value = (i % 5_000).ToString(CultureInfo.InvariantCulture);
            Assert.Equal(value, pool.Get(Encoding.UTF8.GetBytes(value)));
        }
    }

    [Fact]
    public void The_value_is_made_once_as_long_as_it_is_kept()
    {
        int made = 0;
        Utf8StringPool pool = new(text =>
        {
            made++;
            return text;
        });

        pool.Get("14"u8);
        pool.Get("14"u8);

        Assert.Equal(1, made);
    }

    [Fact]
    public void Empty_and_very_long_values_come_out_right()
    {
        Utf8StringPool pool = new(VenueText.Escape);
        string longText = new('x', 100_000);

        Assert.Equal("", pool.Get([]));
        Assert.Equal(longText, pool.Get(Encoding.UTF8.GetBytes(longText)));
    }
}
