using System.Text;
using KanaPerps.Streaming;
using KanaPerps.Testing;

namespace KanaPerps.Client.Tests.Transport;

/// <summary>Frames that are odd but right, and frames that are wrong.</summary>
public sealed class FrameTests
{
    private const long TwoTo40 = 1L << 40;

    private static readonly StreamOptions s_tight = StreamFixture.Fast with
    {
        MaxMessageBytes = 256 * 1024,
        AssemblyTimeout = TimeSpan.FromMilliseconds(300),
    };

    public static TheoryData<string, byte[]> Violations => new()
    {
        { "an unknown opcode", Frame.Make(0x3, "x"u8) },
        { "reserved bits", Frame.Make(Frame.Text, "x"u8, reserved: 0x40) },
        { "a masked frame", [0x81, 0x81, 1, 2, 3, 4, 5] },
        { "text that is no UTF-8", Frame.Make(Frame.Text, [0xFF, 0xFE]) },
        { "a fragment of nothing", Frame.More("x", isFinal: true) },
        { "a fragmented ping", Frame.Make(Frame.Ping, "x"u8, isFinal: false) },
        { "a ping that is too long", Frame.Make(Frame.Ping, new byte[126]) },
        { "a close code that does not exist", Frame.OfClose(999) },
        { "a close reason that is no UTF-8", Frame.Make(Frame.Close, [0x03, 0xE8, 0xFF]) },
        { "an answer of HTTP", "HTTP/1.1 200 OK\r\n\r\n<html>"u8.ToArray() },
        { "a new text within a fragmented one", [.. Frame.OfText("{", isFinal: false), .. Frame.OfText("}")] },
        { "broken UTF-8 across fragments", [.. Frame.Make(Frame.Text, [0xE2, 0x82], isFinal: false), .. Frame.Make(Frame.Continuation, "x"u8)] },
        { "UTF-8 that ends within a character", Frame.Make(Frame.Text, [0xE2, 0x82]) },
        { "a surrogate in UTF-8", Frame.Make(Frame.Text, [0xED, 0xA0, 0x80]) },
        { "reserved bits on a ping", Frame.Make(Frame.Ping, "x"u8, reserved: 0x20) },
        { "an unknown control opcode", Frame.Make(0xB, "x"u8) },
        { "a close of one byte", Frame.Make(Frame.Close, [0x03]) },
        { "a close code that is never sent", Frame.OfClose(1005) },
        { "a masked close", [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8] },
    };

    [Theory]
    [InlineData(2)]
    [InlineData(100)]
    [InlineData(10_000)]
    public async Task A_message_in_fragments_with_pings_between_them_is_one_message(int fragments)
    {
        await using StreamFixture fixture = new();
        string text = Messages.Funding(5).PadRight(fragments + 1);
        int size = text.Length / fragments;
        List<byte> bytes = [];
        for (int i = 0; i < fragments; i++)
        {
            bool isLast = i == fragments - 1;
            byte[] piece = Encoding.UTF8.GetBytes(isLast ? text[(i * size)..] : text.Substring(i * size, size));
            bytes.AddRange(Frame.Make(i == 0 ? Frame.Text : Frame.Continuation, piece, isLast));
            bytes.AddRange(isLast ? [] : Frame.Make(Frame.Ping, "p"u8));
        }

        (EventReader<FundingRate> log, ScriptedWebSocket socket) = await fixture.LiveAsync();
        await socket.SendRawAsync([.. bytes]);
        await log.RowAsync(r => r.Rate == 5);

        Assert.IsType<ConnectedNotice>(Assert.Single(log.Notices));
        Assert.Equal((2, 0), (fixture.Status.Messages, fixture.Status.BadMessages));
    }

    [Fact]
    public async Task A_message_that_comes_byte_by_byte_is_one_message()
    {
        await using StreamFixture fixture = new();
        (EventReader<FundingRate> log, ScriptedWebSocket socket) = await fixture.LiveAsync();

        foreach (byte one in Frame.OfText(Messages.Funding(2)))
        {
            await socket.SendRawAsync([one]);
        }

        Assert.Equal(2, Assert.Single(await log.NextRowsAsync()).Rate);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_message_at_the_limit_is_read_and_one_of_a_byte_more_is_a_loss(int fragments)
    {
        const int Limit = 1024;
        await using StreamFixture fixture = new(StreamFixture.Fast with { MaxMessageBytes = Limit });

        (ReconnectingNotice loss, EventReader<FundingRate> log) = await fixture.LoseAsync(async socket =>
        {
            await socket.SendRawAsync(InFragments(Messages.Funding(5).PadRight(Limit), fragments));
            await socket.SendRawAsync(InFragments(Messages.Funding(7).PadRight(Limit + 1), fragments));
        });

        Assert.Equal("a message is larger than 1024 bytes", loss.Reason);
        Assert.Equal([1, 5, 2], log.All.SelectMany(e => e.Items).Select(r => r.Rate));
    }

    [Fact]
    public async Task Empty_fragments_without_end_are_a_loss()
    {
        await using StreamFixture fixture = new();
        byte[] endless = [.. Enumerable.Repeat(Frame.Make(Frame.Continuation, [], isFinal: false), 20_000).SelectMany(f => f)];

        (ReconnectingNotice loss, _) = await fixture.LoseAsync(s => s.SendRawAsync([.. Frame.OfText("", isFinal: false), .. endless]));

        Assert.Equal("a message came in more than 10000 empty fragments", loss.Reason);
    }

    [Fact]
    public async Task A_frame_that_is_announced_larger_than_the_limit_is_a_loss_before_it_comes()
    {
        await using StreamFixture fixture = new(s_tight);

        (ReconnectingNotice loss, EventReader<FundingRate> log) = await fixture.LoseAsync(s => s.SendRawAsync(Frame.Head(Frame.Text, TwoTo40)));

        Assert.Equal($"a message is larger than {s_tight.MaxMessageBytes} bytes", loss.Reason);
        Assert.Single(log.Notices.OfType<BadMessageNotice>());
    }

    [Fact]
    public async Task What_came_before_the_announcement_is_delivered_even_if_it_came_in_one_piece_with_it()
    {
        await using StreamFixture fixture = new(s_tight);
        (EventReader<FundingRate> log, ScriptedWebSocket socket) = await fixture.LiveAsync();

        await socket.SendRawAsync([.. Frame.OfText(Messages.Funding(5)), .. Frame.Head(Frame.Text, TwoTo40)]);

        await log.RowAsync(r => r.Rate == 5);
        await log.NoticeAsync<ReconnectingNotice>();
    }

    [Fact]
    public async Task Fragments_that_pour_in_without_end_are_a_loss_at_the_limit_and_memory_stays_flat()
    {
        await using StreamFixture fixture = new(s_tight);
        byte[] fragment = Frame.Make(Frame.Continuation, new byte[64 * 1024], isFinal: false);
        long sent = 0;

        (ReconnectingNotice loss, _) = await fixture.LoseAsync(async socket =>
        {
            await socket.SendRawAsync(Frame.OfText("", isFinal: false));
            sent = await SendUntilEndAsync(socket, fragment, TimeSpan.Zero);
        });

        Assert.Equal($"a message is larger than {s_tight.MaxMessageBytes} bytes", loss.Reason);

        // Beyond the limit there are only the buffers of the system between the two ends: a few megabytes.
        Assert.InRange(sent, s_tight.MaxMessageBytes, 32 * 1024 * 1024);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_that_trickles_in_is_a_loss_when_its_assembly_time_is_over(bool inOneFrame)
    {
        await using StreamFixture fixture = new(s_tight);

        (ReconnectingNotice loss, _) = await fixture.LoseAsync(async socket =>
        {
            socket.AnswersPings = false;
            await socket.SendRawAsync(inOneFrame ? Frame.Head(Frame.Text, 100_000) : Frame.OfText("", isFinal: false));
            await SendUntilEndAsync(socket, inOneFrame ? " "u8.ToArray() : Frame.More(" ", isFinal: false), TimeSpan.FromMilliseconds(10));
        });

        Assert.Equal("a fragmented message was not completed in time", loss.Reason);
    }

    [Theory]
    [MemberData(nameof(Violations))]
    public async Task A_frame_that_breaks_the_protocol_is_a_loss_and_the_feed_lives_again(string what, byte[] bytes)
    {
        await using StreamFixture fixture = new();

        (ReconnectingNotice loss, EventReader<FundingRate> log) = await fixture.LoseAsync(s => s.SendRawAsync(bytes));

        Assert.True(loss.WasConnected, what);
        Assert.NotEmpty(loss.Reason);
        Assert.Equal([1, 2], log.All.SelectMany(e => e.Items).Select(r => r.Rate));
    }

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

    private static async Task<long> SendUntilEndAsync(ScriptedWebSocket socket, byte[] piece, TimeSpan pause)
    {
        Task end = socket.EndAsync();
        long sent = 0;
        try
        {
            while (!end.IsCompleted)
            {
                await socket.SendRawAsync(piece);
                sent += piece.Length;
                await Schedule.PauseAsync(pause);
            }
        }
        catch (IOException)
        {
            // The client has had enough.
        }

        await end;
        return sent;
    }
}
