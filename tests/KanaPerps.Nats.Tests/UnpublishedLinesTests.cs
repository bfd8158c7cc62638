using System.Text;
using KanaPerps.Bridging;

namespace KanaPerps.Nats.Tests;

/// <summary>What a bridge that stands by publishes when it takes over: what the other one has not.</summary>
public sealed class UnpublishedLinesTests
{
    [Theory]
    [InlineData("", "ABC", true, "C", "Nothing is known of the other bridge, and a state is all in its newest message.")]
    [InlineData("", "ABC", false, "ABC", "Each list of a history may have rows of its own.")]
    [InlineData("AB", "AB", true, "", "Everything was published.")]
    [InlineData("A", "ABA", true, "BA", "The state went back to what was published before, by way of another one.")]
    [InlineData("ABC", "AC", true, "", "The venue has sent less over the other connection.")]
    [InlineData("AX", "ABC", false, "C", "The other bridge has published what never came here: what is older than that is not known.")]
    [InlineData("AC", "ABC", false, "", "The venue has sent more here.")]
    [InlineData("AC", "ABCD", false, "D", "The venue has sent more here, and then another one.")]
    public void What_the_other_has_not_published_is_left(string published, string own, bool isState, string left, string why)
    {
        // Whether the other is ahead, behind or in step makes no difference.
        foreach (string order in new[] { new string('o', own.Length) + new string('p', published.Length), new string('p', published.Length) + new string('o', own.Length), Alternate(own.Length, published.Length) })
        {
            UnpublishedLines lines = new();
            (int o, int p) = (0, 0);
            foreach (char turn in order)
            {
                if (turn == 'o')
                {
                    lines.Add(Line($"{own[o++]}"));
                }
                else
                {
                    lines.AddPublished(Encoding.UTF8.GetBytes(published[p++].ToString()), TimeSpan.Zero);
                }
            }

            Assert.True(left == Text(lines.ToPublish(isState)), $"{why} ({order})");
        }
    }

    [Fact]
    public void Whatever_the_order_nothing_is_left_out_and_nothing_that_was_published_before_the_last_match_is_repeated()
    {
        Random random = new(15);
        for (int run = 0; run < 20_000; run++)
        {
            string sent = new([.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => (char)('A' + random.Next(3)))]);
            int published = random.Next(sent.Length + 1);
            UnpublishedLines lines = new();
            (int o, int p) = (0, 0);
            while (o < sent.Length || p < published)
            {
                if (p == published || (o < sent.Length && random.Next(2) == 0))
                {
                    lines.Add(Line($"{sent[o++]}"));
                }
                else
                {
                    lines.AddPublished(Encoding.UTF8.GetBytes(sent[p++].ToString()), TimeSpan.Zero);
                }
            }

            // Both had the same, so what is left is exactly the rest.
            Assert.Equal(sent[published..], Text(lines.ToPublish(isState: false)));
        }
    }

    [Fact]
    public void What_is_forgotten_is_not_published_unless_it_is_the_newest_and_the_other_never_did()
    {
        UnpublishedLines lines = new();
        lines.Add(Line("A", 1));
        lines.Add(Line("B", 2));
        lines.Forget(before: TimeSpan.FromSeconds(3));
        Assert.Equal(Line("B").Size, lines.Bytes);
        Assert.Equal("B", Text(lines.ToPublish(isState: false)));
    }

    [Fact]
    public void The_same_rows_in_another_order_are_what_the_other_has_published()
    {
        UnpublishedLines lines = new();
        lines.Add(Line("""{"data":[{"a":1},{"b":2}]}"""));
        lines.AddPublished("""{"data":[{"b":2},{"a":1}]}"""u8, TimeSpan.Zero);
        Assert.Empty(lines.ToPublish(isState: true));
    }

    private static string Alternate(int own, int published) =>
        string.Concat(Enumerable.Range(0, Math.Max(own, published)).Select(i => (i < own ? "o" : "") + (i < published ? "p" : "")));

    private static BridgeLine Line(string payload, int second = 0) => new(Encoding.UTF8.GetBytes($"{{{payload}}}"), TimeSpan.FromSeconds(second), 1, notice: null);

    private static string Text(IEnumerable<BridgeLine> lines) => string.Concat(lines.Select(l => Encoding.UTF8.GetString(l.Payload)));
}
