using KanaPerps.Recording;

namespace KanaPerps.Client.Tests.Recording;

/// <summary>The names of data files and their order.</summary>
public sealed class RecordingFileTests
{
    private static readonly DateTime s_nine = new(2026, 11, 25, 21, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(0, 1, "2026-11-25T21.jsonl.gz")]
    [InlineData(30, 1, "2026-11-25T21-30.jsonl.gz")]
    [InlineData(0, 2, "2026-11-25T21.2.jsonl.gz")]
    [InlineData(5, 12, "2026-11-25T21-05.12.jsonl.gz")]
    public void A_name_says_when_the_period_begins_and_which_part_it_is(int minutes, int part, string name)
    {
        RecordingFile file = new(s_nine.AddMinutes(minutes), part);

        Assert.Equal(name, file.Name);
        Assert.True(RecordingFile.TryParse(name, out RecordingFile read));
        Assert.Equal(file, read);
        Assert.Equal(DateTimeKind.Utc, read.Start.Kind);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("recording.json")]
    [InlineData("2026-11-25T21.jsonl")]
    [InlineData("2026-11-25T21.jsonl.gz.torn")]
    [InlineData("2026-11-25T21-00.jsonl.gz")]
    [InlineData("2026-11-25T21.1.jsonl.gz")]
    [InlineData("2026-11-25T21.02.jsonl.gz")]
    [InlineData("2026-11-25T21.-2.jsonl.gz")]
    [InlineData("2026-11-25T21.2.2.jsonl.gz")]
    [InlineData("2026-11-25T24.jsonl.gz")]
    [InlineData("2026-11-25T21.JSONL.GZ")]
    [InlineData("copy of 2026-11-25T21.jsonl.gz")]
    public void Another_name_is_not_one_of_a_data_file(string? name) => Assert.False(RecordingFile.TryParse(name, out _));

    [Fact]
    public void Files_are_in_the_order_of_their_periods_and_parts_and_not_of_their_names()
    {
        RecordingFile[] inOrder =
        [
            new(s_nine),
            new(s_nine, 2),
            new(s_nine, 10),
            new(s_nine.AddMinutes(30)),
            new(s_nine.AddMinutes(30), 2),
            new(s_nine.AddHours(1)),
        ];

        Assert.Equal(inOrder, inOrder.Reverse().Order());
        Assert.NotEqual(inOrder.Select(f => f.Name), inOrder.Select(f => f.Name).Order(StringComparer.Ordinal));
    }
}
