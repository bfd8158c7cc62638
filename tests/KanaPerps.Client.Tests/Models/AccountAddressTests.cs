namespace KanaPerps.Client.Tests.Models;

public sealed class AccountAddressTests
{
    [Theory]
    [InlineData("0x1", "0x0000000000000000000000000000000000000000000000000000000000000001")]
    [InlineData("0XAB", "0x00000000000000000000000000000000000000000000000000000000000000ab")]
    [InlineData("  0x1\t", "0x0000000000000000000000000000000000000000000000000000000000000001")]
    [InlineData("0x3C78886aa67752706b3502b12959edf92e68d85ae64b24226783d26ce6efc1e", "0x03c78886aa67752706b3502b12959edf92e68d85ae64b24226783d26ce6efc1e")]
    [InlineData(Decode.EarlyAddress, Decode.EarlyAddress)]
    public void An_address_is_padded_and_lower_cased(string text, string expected)
    {
        Assert.True(AccountAddress.TryNormalize(text, out string canonical));
        Assert.Equal(expected, canonical);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("1234")]
    [InlineData("x12")]
    [InlineData("0y12")]
    [InlineData("0x12g4")]
    [InlineData("0x 12")]
    [InlineData("-0x12")]
    [InlineData("0x１２")]
    [InlineData("0x" + "00000000000000000000000000000000000000000000000000000000000000001")]
    public void What_is_no_address_is_refused(string? text)
    {
        Assert.False(AccountAddress.TryNormalize(text, out string canonical));
        Assert.Equal("", canonical);
    }
}
