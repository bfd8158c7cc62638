using System.Text;
using KanaPerps.Testing;
using KanaPerps.Transport;
using Microsoft.Extensions.Time.Testing;

namespace KanaPerps.Client.Tests.Transport;

public sealed class FrameMeterTests
{
    private const string Answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";

    private readonly FakeTimeProvider _time = new();

    public static TheoryData<string, byte[], long?> Streams => new()
    {
        { "nothing", [], null },
        { "a message", Frame.OfText("hello"), null },
        { "an empty message", Frame.OfText(""), null },
        { "a ping", Frame.Make(Frame.Ping, "x"u8), null },
        { "half a ping", Frame.Head(Frame.Ping, 5), null },
        { "a head in half", [0x81, 126, 1], null },
        { "a head alone", Frame.Head(Frame.Text, 5), 0 },
        { "a long head alone", Frame.Head(Frame.Text, 70_000), 0 },
        { "half a message", [.. Frame.Head(Frame.Text, 300), .. "half"u8], 4 },
        { "a fragment", Frame.OfText("half", isFinal: false), 4 },
        { "a fragment and a ping", [.. Frame.OfText("half", isFinal: false), .. Frame.Make(Frame.Ping, "ping"u8)], 4 },
        { "all fragments", [.. Frame.OfText("one", isFinal: false), .. Frame.More("two", isFinal: true)], null },
        { "all fragments and a bit", [.. Frame.OfText("one", isFinal: false), .. Frame.More("two", isFinal: true), .. Frame.OfText("three", isFinal: false)], 5 },
        { "a text within a fragmented one", [.. Frame.OfText("half", isFinal: false), .. Frame.OfText("!")], 5 },
        { "a masked message", [0x81, 0x82, 1, 2, 3, 4, 5, 6], null },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public void Whatever_the_pieces_it_comes_in_a_stream_stands_within_a_message_or_between_two(string what, byte[] frames, long? partial)
    {
        byte[] stream = [.. Encoding.ASCII.GetBytes(Answer), .. frames];
        foreach (int size in (int[])[1, 2, 3, 7, stream.Length])
        {
            FrameMeter meter = new(_time);
            for (int i = 0; i < stream.Length; i += size)
            {
                meter.Take(stream.AsSpan(i, Math.Min(size, stream.Length - i)));
            }

            Assert.True((meter.AssemblyTime is null ? null : meter.MessageBytes) == partial, $"{what} in pieces of {size}: {meter.MessageBytes} bytes, {meter.AssemblyTime}");
        }
    }

    [Fact]
    public void The_assembly_time_counts_from_the_first_frame_of_the_message()
    {
        FrameMeter meter = new(_time);
        meter.Take(Encoding.ASCII.GetBytes(Answer));
        meter.Take(Frame.OfText("one", isFinal: false));
        _time.Advance(TimeSpan.FromSeconds(3));
        meter.Take(Frame.More("two", isFinal: false));
        _time.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(TimeSpan.FromSeconds(7), meter.AssemblyTime);
    }

    [Fact]
    public void The_largest_announcement_is_remembered()
    {
        FrameMeter meter = new(_time);
        meter.Take([.. Encoding.ASCII.GetBytes(Answer), .. Frame.OfText("one"), .. Frame.Head(Frame.Text, 1L << 40)]);

        Assert.Equal(1UL << 40, meter.LargestFrame);
    }

    [Theory]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + Answer)]
    [InlineData("HTTP/1.1 200 Connection established\r\n\r\n" + Answer)]
    public void Frames_begin_after_the_answer_that_accepts_the_handshake(string answers)
    {
        FrameMeter meter = new(_time);
        meter.Take(Encoding.ASCII.GetBytes(answers));
        meter.Take(Frame.OfText("half", isFinal: false));

        Assert.Equal(4, meter.MessageBytes);
    }
}
