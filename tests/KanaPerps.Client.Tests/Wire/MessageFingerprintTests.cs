using System.Text;
using KanaPerps.Testing;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests.Wire;

public sealed class MessageFingerprintTests
{
    [Fact]
    public void The_order_of_the_rows_does_not_count()
    {
        Assert.Equal(Of(Messages.Positions("1", "2", "3")), Of(Messages.Positions("3", "1", "2")));
    }

    [Theory]
    [InlineData("""{"data":[{"a":"1"},{"b":"2"}]}""", """{"data":[{"a":"2"},{"b":"1"}]}""")]
    [InlineData("""{"data":[{"a":"1"}]}""", """{"data":[{"a":"1"},{"a":"1"}]}""")]
    [InlineData("""{"data":[{"a":"1"}],"message":"x"}""", """{"data":[{"a":"1"}],"message":"y"}""")]
    [InlineData("""{"data":[{"a":"},{\""}]}""", """{"data":[{"a":"}"},{"\"":1}]}""")]
    [InlineData("""{"data":[]}""", """{"data":[{}]}""")]
    [InlineData("""{"data":[{"a":{"b":1}}]}""", """{"data":[{"a":{"b":2}}]}""")]
    [InlineData("pong", "ping")]
    [InlineData("", " ")]
    public void Messages_that_differ_have_others(string one, string other)
    {
        Assert.NotEqual(Of(one), Of(other));
        Assert.Equal(Of(one), Of(one));
    }

    [Theory]
    [InlineData("""{"data":[{"a":"1""")]
    [InlineData("""]]]}}}{{{[[[""")]
    [InlineData("""{"data":[{"a":"\""")]
    [InlineData("\"\\")]
    public void A_message_that_is_cut_or_no_json_has_one_too(string text) => Assert.Equal(Of(text), Of(text));

    private static ulong Of(string text) => MessageFingerprint.Of(Encoding.UTF8.GetBytes(text));
}
