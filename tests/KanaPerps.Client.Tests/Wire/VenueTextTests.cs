using System.Text;
using System.Text.Json;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests.Wire;

public sealed class VenueTextTests
{
    public static TheoryData<char> Unsafe => new(
        Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21))
            .Concat([0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069])
            .Select(c => (char)c));

    [Theory]
    [MemberData(nameof(Unsafe))]
    public void A_character_that_steers_a_terminal_or_the_direction_of_writing_is_escaped(char c)
    {
        Assert.Equal($"a\\u{(int)c:X4}b\\u{(int)c:X4}", VenueText.Escape($"a{c}b{c}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("APT-USD 5.518")]
    [InlineData("\u00A0äöü 注文 \u05D0")]
    [InlineData("\U0001F600 smiles")]
    public void Everything_else_is_kept_and_not_even_copied(string text) => Assert.Same(text, VenueText.Escape(text));

    [Fact]
    public void Half_a_surrogate_pair_is_escaped_and_a_whole_one_kept() =>
        Assert.Equal("\\uD83D\U0001F600\\uDE00", VenueText.Escape("\uD83D\U0001F600\uDE00"));

    [Fact]
    public void JSON_text_stays_the_same_JSON()
    {
        const string Json = "{\r\n\t\"a\u0085\": \"b\u202E\u007F\\u001b\\n\",\n \"c\": [1, 2]\r\n}";

        string safe = VenueText.EscapeJson(Encoding.UTF8.GetBytes(Json));

        Assert.DoesNotContain(safe, c => char.IsControl(c) || c == '\u202E');
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(Json), JsonElement.Parse(safe)));
    }

    [Fact]
    public void An_excerpt_of_little_is_all_of_it()
    {
        string text = new('x', 200);

        Assert.Equal(text, VenueText.Excerpt(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData("x", 201)]
    [InlineData("x", 5_000_000)]
    [InlineData("注", 5_000)]
    [InlineData("\U0001F600", 5_000)]
    [InlineData("\u001b", 5_000)]
    public void An_excerpt_of_much_is_its_beginning_with_an_ellipsis(string part, int times)
    {
        string text = "a" + string.Concat(Enumerable.Repeat(part, times));

        string excerpt = VenueText.Excerpt(Encoding.UTF8.GetBytes(text));

        Assert.InRange(excerpt.Length, 200, 201);
        Assert.EndsWith("…", excerpt, StringComparison.Ordinal);
        Assert.StartsWith(excerpt[..^1], VenueText.Escape(text), StringComparison.Ordinal);
        Assert.Same(excerpt, VenueText.Escape(excerpt));
    }
}
