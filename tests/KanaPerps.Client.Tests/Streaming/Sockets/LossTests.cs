using System.Text;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests.Streaming;

/// <summary>Every way in which a connection can die is a loss: told with its reason, and dialled again.</summary>
public sealed class LossTests
{
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
    public async Task A_close_without_a_code_is_a_loss() =>
        Assert.Contains("closed the connection", (await LoseAsync(s => s.SendRawAsync(Frame.Make(Frame.Close, [])))).Reason, StringComparison.Ordinal);

    [Fact]
    public async Task The_end_of_the_bytes_without_a_close_is_a_loss() =>
        Assert.Equal("the connection ended without a close", (await LoseAsync(s => s.EndSending())).Reason);

    [Fact]
    public async Task A_reset_is_a_loss() =>
        Assert.Contains("reset by the peer", (await LoseAsync(s => s.Reset())).Reason, StringComparison.Ordinal);

    [Fact]
    public async Task A_connection_that_ends_inside_a_frame_is_a_loss_and_the_half_message_is_dropped_and_counted() => await LoseAsync(
        async socket =>
        {
            await socket.SendRawAsync([.. Frame.Head(Frame.Text, 100), .. "half"u8]);
            socket.EndSending();
        },
        withHalfMessage: true);

    [Fact]
    public async Task A_frame_of_an_impossible_length_is_a_loss_and_counts_as_a_half_message() =>
        await LoseAsync(socket => socket.SendRawAsync([0x81, 127, 0x80, 0, 0, 0, 0, 0, 0, 0]), withHalfMessage: true);

    [Fact]
    public async Task A_connection_that_ends_between_fragments_is_a_loss_and_the_half_message_is_dropped_and_counted()
    {
        await using StreamBench bench = new();
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await bench.LiveFundingAsync();

        await socket.SendRawAsync(Frame.OfText("half", isFinal: false));
        socket.EndSending();

        Assert.Equal(BadMessageReason.PartialMessage, (await reader.NoticeAsync<BadMessageNotice>()).Reason);
        Assert.True((await reader.NoticeAsync<ReconnectingNotice>()).WasConnected);
        Assert.Equal(1, bench.Status.BadMessagesByReason[BadMessageReason.PartialMessage]);
    }

    [Theory]
    [MemberData(nameof(Violations))]
    public async Task A_frame_against_the_protocol_is_a_loss(string what, byte[] bytes)
    {
        ReconnectingNotice notice = await LoseAsync(socket => socket.SendRawAsync(bytes));

        Assert.True(notice.WasConnected, what);
        Assert.NotEmpty(notice.Reason);
    }

    [Fact]
    public async Task Garbage_instead_of_frames_is_a_loss() => await LoseAsync(s => s.SendRawAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n\r\n<html>")));

    [Fact]
    public async Task A_peer_that_answers_no_pings_is_lost_and_the_notice_says_so()
    {
        await using StreamBench bench = new(StreamBench.Fast with { KeepAliveInterval = TimeSpan.FromMilliseconds(50), KeepAliveTimeout = TimeSpan.FromMilliseconds(150) });
        using EventReader<FundingRate> reader = bench.SubscribeToFunding();
        ScriptedWebSocket socket = await bench.Server.AcceptWebSocketAsync();
        socket.AnswersPings = false;
        await reader.NoticeAsync<ConnectedNotice>();

        Assert.Equal("the peer answers no more pings", (await reader.NoticeAsync<ReconnectingNotice>()).Reason);
    }

    [Fact]
    public async Task A_quiet_connection_is_pinged_and_stays()
    {
        await using StreamBench bench = new(StreamBench.Fast with { KeepAliveInterval = TimeSpan.FromMilliseconds(50) });
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await bench.LiveFundingAsync();
        for (int i = 0; i < 3; i++)
        {
            await socket.NextPingAsync();
        }

        await socket.SendTextAsync(Messages.Funding(2));

        Assert.Equal(2, Assert.Single(await reader.RowsAsync()).Rate);
        Assert.Equal(1, bench.Server.ConnectionCount);
    }

    private static Task<ReconnectingNotice> LoseAsync(Action<ScriptedWebSocket> end) => LoseAsync(socket =>
    {
        end(socket);
        return Task.CompletedTask;
    });

    // Ends a live connection, and sees the feed live again.
    private static async Task<ReconnectingNotice> LoseAsync(Func<ScriptedWebSocket, Task> end, bool withHalfMessage = false)
    {
        await using StreamBench bench = new();
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await bench.LiveFundingAsync();
        await end(socket);
        if (withHalfMessage)
        {
            Assert.Equal(BadMessageReason.PartialMessage, (await reader.NoticeAsync<BadMessageNotice>()).Reason);
        }

        ReconnectingNotice notice = await reader.NoticeAsync<ReconnectingNotice>();
        ScriptedWebSocket next = await bench.Server.AcceptSubscriberAsync();
        await next.SendTextAsync(Messages.Funding(2));
        await reader.NoticeAsync<ReconnectedNotice>();
        Assert.Equal(2, Assert.Single(await reader.RowsAsync()).Rate);
        return notice;
    }
}
