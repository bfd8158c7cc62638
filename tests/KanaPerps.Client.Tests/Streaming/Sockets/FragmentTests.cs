using KanaPerps.Streaming;
using KanaPerps.Testing;

namespace KanaPerps.Client.Tests.Streaming;

public sealed class FragmentTests
{
    private const int Limit = 1024;

    [Theory]
    [InlineData(2)]
    [InlineData(10_000)]
    public async Task Fragments_with_pings_between_them_are_one_message(int fragments)
    {
        await using StreamBench bench = new();
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await bench.LiveFundingAsync();
        string message = Messages.Funding(2).PadRight(fragments);
        int length = message.Length / fragments;

        List<byte> bytes = [.. Frame.OfText(message[..length], isFinal: false)];
        for (int i = 1; i < fragments; i++)
        {
            bool isLast = i == fragments - 1;
            bytes.AddRange(Frame.Make(Frame.Ping, "x"u8));
            bytes.AddRange(Frame.More(isLast ? message[(i * length)..] : message.Substring(i * length, length), isLast));
        }

        await socket.SendRawAsync([.. bytes]);

        Assert.Equal(2, Assert.Single(await reader.RowsAsync()).Rate);
    }

    [Fact]
    public async Task A_message_that_comes_byte_by_byte_is_one_message()
    {
        await using StreamBench bench = new();
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await bench.LiveFundingAsync();

        foreach (byte one in Frame.OfText(Messages.Funding(2)))
        {
            await socket.SendRawAsync([one]);
        }

        Assert.Equal(2, Assert.Single(await reader.RowsAsync()).Rate);
    }

    [Fact]
    public async Task A_flood_of_pings_has_no_effect()
    {
        await using StreamBench bench = new();
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await bench.LiveFundingAsync();

        await socket.SendRawAsync([.. Enumerable.Repeat(Frame.Make(Frame.Ping, "x"u8), 5_000).SelectMany(f => f)]);
        await socket.SendTextAsync(Messages.Funding(2));

        Assert.Equal(2, Assert.Single(await reader.RowsAsync()).Rate);
        Assert.Equal((1, 2L), (bench.Server.ConnectionCount, bench.Status.Messages));
    }

    [Theory]
    [InlineData(Limit, 1)]
    [InlineData(Limit, 4)]
    public async Task A_message_at_the_limit_is_read(int size, int fragments)
    {
        await using StreamBench bench = new(StreamBench.Fast with { MaxMessageBytes = Limit });
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await bench.LiveFundingAsync();

        await socket.SendRawAsync(InFragments(Messages.Funding(2).PadRight(size), fragments));

        Assert.Equal(2, Assert.Single(await reader.RowsAsync()).Rate);
    }

    [Theory]
    [InlineData(Limit + 1, 1)]
    [InlineData(Limit + 1, 4)]
    [InlineData(200_000, 1)]
    [InlineData(200_000, 100)]
    public async Task A_message_over_the_limit_is_a_loss(int size, int fragments) =>
        Assert.Equal("a message is larger than 1024 bytes", await LoseAsync(new() { MaxMessageBytes = Limit }, InFragments(Messages.Funding(2).PadRight(size), fragments)));

    [Fact]
    public async Task A_frame_that_promises_a_terabyte_is_a_loss_once_it_is_over_the_limit() => Assert.Equal(
        "a message is larger than 1024 bytes",
        await LoseAsync(new() { MaxMessageBytes = Limit }, [.. Frame.Head(Frame.Text, 1L << 40), .. new byte[100_000]]));

    [Fact]
    public async Task Endless_empty_fragments_are_a_loss() => Assert.Equal(
        "a message came in more than 100 empty fragments",
        await LoseAsync(new() { MaxEmptyFragments = 100 }, [.. Frame.OfText("", isFinal: false), .. Enumerable.Repeat(Frame.More("", isFinal: false), 200).SelectMany(f => f)]));

    [Fact]
    public async Task A_message_that_never_comes_to_its_end_is_a_loss() => Assert.Equal(
        "a message in pieces did not come to its end in time",
        await LoseAsync(new() { AssemblyTimeout = TimeSpan.FromMilliseconds(100) }, Frame.OfText("{", isFinal: false)));

    private static byte[] InFragments(string text, int count)
    {
        int length = text.Length / count;
        IEnumerable<byte[]> frames = Enumerable.Range(0, count).Select(i =>
        {
            string part = i == count - 1 ? text[(i * length)..] : text.Substring(i * length, length);
            return i == 0 ? Frame.OfText(part, count == 1) : Frame.More(part, i == count - 1);
        });
        return [.. frames.SelectMany(f => f)];
    }

    private static async Task<string> LoseAsync(StreamOptions options, byte[] bytes)
    {
        await using StreamBench bench = new(options);
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await bench.LiveFundingAsync();
        await socket.SendRawAsync(bytes);
        StreamEvent<FundingRate> next = await reader.NextAsync();
        return Assert.IsType<ReconnectingNotice>((next.Notice is BadMessageNotice ? await reader.NextAsync() : next).Notice).Reason;
    }
}
