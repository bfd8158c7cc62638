using System.Text;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests.Transport;

/// <summary>Every way in which a connection can end is a loss: it is reported with its reason, and the feed reconnects.</summary>
public sealed class ConnectionEndTests
{
    public static TheoryData<string, byte[]> HalfMessages => new()
    {
        { @"half\u001B", [.. Frame.OfText("half\u001b", isFinal: false)] },
        // The framework gives out no byte of a frame that is not whole.
        { "", [.. Frame.Head(Frame.Text, 100), .. "half\u001b"u8] },
        { "", [0x81, 127, 0x80, 0, 0, 0, 0, 0, 0, 0] },
        { @"half\u001B", [.. Frame.OfText("half\u001b", isFinal: false), .. Frame.OfClose(1001)] },
        { @"half\u001B", [.. Frame.OfText("half\u001b", isFinal: false), .. Frame.Make(0x3, "x"u8)] },
    };

    [Theory]
    [InlineData(1000, "")]
    [InlineData(1001, "going away")]
    [InlineData(1008, "policy")]
    [InlineData(1012, "restart")]
    [InlineData(1013, "later")]
    [InlineData(4001, "\u001b[31mred")]
    public async Task A_close_is_told_with_its_code_and_its_words_made_safe(int code, string words)
    {
        ReconnectingNotice notice = await LoseAsync(socket => socket.SendCloseAsync(code, words));

        Assert.Contains($"code {code}", notice.Reason, StringComparison.Ordinal);
        Assert.Contains(words.Replace("\u001b", @"\u001B", StringComparison.Ordinal), notice.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', notice.Message);
    }

    [Fact]
    public async Task A_close_without_a_code_is_told_as_such() =>
        Assert.Equal("the venue closed the connection without a code", (await LoseAsync(s => s.SendRawAsync(Frame.Make(Frame.Close, [])))).Reason);

    [Fact]
    public async Task The_end_of_the_bytes_without_a_close_is_a_loss() =>
        Assert.Equal("the connection ended without a close frame", (await LoseAsync(s => s.EndSending())).Reason);

    [Fact]
    public async Task A_reset_is_a_loss() =>
        Assert.Contains("reset by the peer", (await LoseAsync(s => s.Reset())).Reason, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(HalfMessages))]
    public async Task A_message_cut_off_by_the_end_of_its_connection_is_told_before_the_loss_and_counted(string excerpt, byte[] bytes)
    {
        await using StreamFixture fixture = new();

        (_, EventReader<FundingRate> log) = await fixture.LoseAsync(async socket =>
        {
            await socket.SendRawAsync(bytes);
            socket.EndSending();
        });

        StreamNotice[] notices = [.. log.Notices];
        BadMessageNotice partial = Assert.IsType<BadMessageNotice>(notices[1]);
        Assert.IsType<ReconnectingNotice>(notices[2]);
        Assert.Equal((BadMessageReason.PartialMessage, 1, excerpt), (partial.Reason, partial.Count, partial.Excerpt));
        Assert.StartsWith("the connection ended after ", partial.Detail, StringComparison.Ordinal);
        Assert.Equal(1, fixture.Status.BadMessagesByReason[BadMessageReason.PartialMessage]);
    }

    [Fact]
    public async Task A_connection_that_ends_between_messages_leaves_no_partial_one()
    {
        await using StreamFixture fixture = new();

        (EventReader<FundingRate> log, ScriptedWebSocket socket) = await fixture.LiveAsync();
        byte[] message = Encoding.UTF8.GetBytes(Messages.Funding(5));

        await socket.SendRawAsync([.. Frame.Make(Frame.Text, message.AsSpan(0, 10), isFinal: false), .. Frame.Make(Frame.Continuation, message.AsSpan(10))]);
        await log.RowAsync(r => r.Rate == 5);
        await socket.SendCloseAsync(1001);

        await log.NoticeAsync<ReconnectingNotice>();
        Assert.Equal(0, fixture.Status.BadMessages);
    }

    private static Task<ReconnectingNotice> LoseAsync(Action<ScriptedWebSocket> end) => LoseAsync(socket =>
    {
        end(socket);
        return Task.CompletedTask;
    });

    private static async Task<ReconnectingNotice> LoseAsync(Func<ScriptedWebSocket, Task> end)
    {
        await using StreamFixture fixture = new();
        return (await fixture.LoseAsync(end)).Loss;
    }
}
