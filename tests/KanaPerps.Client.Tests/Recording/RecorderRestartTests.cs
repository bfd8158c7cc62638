using System.IO.Compression;
using System.Text.Json;
using KanaPerps.Recording;
using KanaPerps.Testing;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Recording;

/// <summary>A recorder that is started on a folder that has a recording.</summary>
public sealed class RecorderRestartTests
{
    private const string First = "2026-11-25T21.jsonl.gz";

    [Fact]
    public async Task It_appends_to_the_file_of_the_period_and_writes_the_hole_of_each_feed()
    {
        using RecorderFixture fixture = new();
        byte[] before = await RecordAsync(fixture, "[1]");
        DateTimeOffset end = fixture.Time.GetUtcNow();
        fixture.Time.Advance(TimeSpan.FromMinutes(5));

        await RecordAsync(fixture, "[2]");

        Assert.Equal([First], fixture.Folder.Files);
        Assert.Equal(before, File.ReadAllBytes(fixture.Folder.File(First))[..before.Length]);
        Assert.Equal(["Started", "[1]", "Stopped", "Started", "RecordingGap", "RecordingGap", "[2]", "Stopped"], fixture.Folder.Short());
        JsonElement[] holes = [.. fixture.Folder.Lines().Where(l => TestRecording.Short(l) == "RecordingGap")];
        Assert.Equal(["orderbook/14", "live_funding_rate"], holes.Select(h => h.GetProperty("feed").GetString()));
        Assert.All(holes, h => Assert.Equal((end, end.AddMinutes(5)), (h.GetProperty("from").GetDateTimeOffset(), h.GetProperty("to").GetDateTimeOffset())));
        Assert.All(holes, h => Assert.Equal(JsonValueKind.Null, h.GetProperty("messages").ValueKind));
        fixture.Folder.AssertZcatReads();
    }

    [Fact]
    public async Task In_a_later_period_it_begins_a_file_of_that_one()
    {
        using RecorderFixture fixture = new();
        await RecordAsync(fixture, "[1]");
        fixture.Time.Advance(TimeSpan.FromHours(3));

        await RecordAsync(fixture, "[2]");

        Assert.Equal(["Started", "RecordingGap", "RecordingGap", "[2]", "Stopped"], fixture.Folder.Lines("2026-11-26T00.jsonl.gz").Select(TestRecording.Short));
    }

    [Fact]
    public async Task A_feed_that_was_not_recorded_before_has_no_hole()
    {
        using RecorderFixture fixture = new();
        await RecordAsync(fixture, "[1]");
        fixture.Time.Advance(TimeSpan.FromMinutes(5));
        fixture.Options = fixture.Options with { Feeds = [.. fixture.Options.Feeds, (KanaTopics.OrderBook, "15")] };

        fixture.Start().Dispose();

        Assert.DoesNotContain(fixture.Folder.Lines(), l => TestRecording.Short(l) == "RecordingGap" && l.GetProperty("feed").GetString() == "orderbook/15");
    }

    [Fact]
    public async Task A_file_of_shorter_periods_that_began_within_the_period_is_continued()
    {
        using RecorderFixture fixture = new(o => o with { RotateEvery = TimeSpan.FromMinutes(15) });
        await RecordAsync(fixture, "[1]");
        fixture.Options = fixture.Options with { RotateEvery = TimeSpan.FromHours(1), RotateBytes = 100 };

        await RecordAsync(fixture, "[2]");

        Assert.Equal(["2026-11-25T21-30.jsonl.gz", "2026-11-25T21-30.2.jsonl.gz"], fixture.Folder.Files.Take(2));
        Assert.All(fixture.Folder.Files, f => Assert.StartsWith("2026-11-25T21-30.", f, StringComparison.Ordinal));
        Assert.Equal(["[1]", "[2]"], fixture.Folder.Short().Where(s => s.StartsWith('[')));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(60)]
    public async Task What_is_torn_at_the_end_is_moved_aside_and_all_before_it_stays(int cut)
    {
        using RecorderFixture fixture = new();
        await RecordAsync(fixture, "[1]");
        byte[] whole = File.ReadAllBytes(fixture.Folder.File(First));
        await RecordAsync(fixture, "[2]");
        byte[] more = File.ReadAllBytes(fixture.Folder.File(First));

        // As if the process had been killed while it wrote the first member of the second session.
        Assert.True(MemberHeader.TryRead(more.AsSpan(whole.Length), out MemberHeader header));
        int end = whole.Length + (int)header.Length - cut;
        File.WriteAllBytes(fixture.Folder.File(First), more[..end]);
        using Recorder recorder = fixture.Start();

        Assert.Equal(end - whole.Length, recorder.TornBytes);
        Assert.Equal(more[whole.Length..end], File.ReadAllBytes(fixture.Folder.File(First + ".torn")));
        recorder.Dispose();
        Assert.Equal(["Started", "[1]", "Stopped", "Started", "RecordingGap", "RecordingGap", "Stopped"], fixture.Folder.Short());
        fixture.Folder.AssertZcatReads();
    }

    [Fact]
    public async Task A_second_torn_end_of_a_file_is_added_to_the_first()
    {
        using RecorderFixture fixture = new();
        await RecordAsync(fixture, "[1]");
        foreach (string torn in (string[])["one", "two"])
        {
            File.AppendAllText(fixture.Folder.File(First), torn);
            fixture.Start().Dispose();
        }

        Assert.Equal("onetwo", File.ReadAllText(fixture.Folder.File(First + ".torn")));
        fixture.Folder.AssertZcatReads();
    }

    [Fact]
    public async Task A_last_member_of_the_right_length_whose_bytes_are_gone_is_moved_aside()
    {
        using RecorderFixture fixture = new();
        await RecordAsync(fixture, "[1]");
        byte[] bytes = File.ReadAllBytes(fixture.Folder.File(First));
        int last = LastMember(bytes);

        // What a power failure may leave.
        bytes.AsSpan(last + MemberHeader.Size).Clear();
        File.WriteAllBytes(fixture.Folder.File(First), bytes);
        using Recorder recorder = fixture.Start();

        Assert.Equal(bytes.Length - last, recorder.TornBytes);
        recorder.Dispose();
        fixture.Folder.AssertZcatReads();
        Assert.Contains("[1]", fixture.Folder.Short());
    }

    [Fact]
    public async Task Damage_in_the_middle_stays_where_it_is_with_all_that_follows()
    {
        using RecorderFixture fixture = new();
        await RecordAsync(fixture, "[1]");
        byte[] bytes = File.ReadAllBytes(fixture.Folder.File(First));
        bytes[3] ^= 0xFF;
        File.WriteAllBytes(fixture.Folder.File(First), bytes);

        using Recorder recorder = fixture.Start();
        recorder.Dispose();

        Assert.Equal(0, recorder.TornBytes);
        Assert.Equal(bytes, File.ReadAllBytes(fixture.Folder.File(First))[..bytes.Length]);
    }

    [Fact]
    public async Task A_file_that_was_packed_again_is_left_alone_and_followed_by_a_part()
    {
        using RecorderFixture fixture = new();
        await RecordAsync(fixture, "[1]");
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write("{\"at\":\"2026-11-25T21:30:00Z\"}\n"u8);
        }

        File.WriteAllBytes(fixture.Folder.File(First), packed.ToArray());
        await RecordAsync(fixture, "[2]");

        Assert.Equal(packed.ToArray(), File.ReadAllBytes(fixture.Folder.File(First)));
        Assert.Equal([First, "2026-11-25T21.2.jsonl.gz"], fixture.Folder.Files);
    }

    [Fact]
    public void A_second_recorder_on_the_folder_is_refused_until_the_first_has_stopped()
    {
        using RecorderFixture fixture = new();
        using (fixture.Start())
        {
            Assert.Equal(KanaErrorKind.RecordingInUse, Assert.Throws<KanaException>(() => fixture.Start()).Kind);
        }

        fixture.Start().Dispose();
    }

    [Fact]
    public void A_recording_of_another_network_or_of_a_later_version_is_not_added_to()
    {
        using RecorderFixture fixture = new();
        fixture.Start().Dispose();
        string json = File.ReadAllText(fixture.Folder.File("recording.json"));
        fixture.Options = fixture.Options with { Endpoint = KanaEndpoint.Mainnet };
        Assert.Equal(KanaErrorKind.RecordingMismatch, Assert.Throws<KanaException>(() => fixture.Start()).Kind);
        Assert.Equal(json, File.ReadAllText(fixture.Folder.File("recording.json")));

        fixture.Options = fixture.Options with { Endpoint = KanaEndpoint.Testnet };
        File.WriteAllText(fixture.Folder.File("recording.json"), json.Replace("\"format\": 1", "\"format\": 2", StringComparison.Ordinal));
        Assert.Equal(KanaErrorKind.RecordingMismatch, Assert.Throws<KanaException>(() => fixture.Start()).Kind);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("{\"feeds\":null,\"sessions\":7}")]
    public void A_description_that_cannot_be_read_is_put_aside(string json)
    {
        using RecorderFixture fixture = new();
        Directory.CreateDirectory(fixture.Folder.Path);
        File.WriteAllText(fixture.Folder.File("recording.json"), json);

        fixture.Start().Dispose();

        Assert.Equal(json, File.ReadAllText(fixture.Folder.File("recording.json.unreadable")));
        Assert.Equal("Testnet", JsonDocument.Parse(File.ReadAllText(fixture.Folder.File("recording.json"))).RootElement.GetProperty("network").GetString());
    }

    [Fact]
    public void A_path_that_is_a_file_is_told_as_such()
    {
        using RecorderFixture fixture = new();
        File.WriteAllText(fixture.Folder.Path, "");

        KanaException e = Assert.Throws<KanaException>(() => fixture.Start());

        Assert.Equal(KanaErrorKind.RecordingUnwritable, e.Kind);
        File.Delete(fixture.Folder.Path);
    }

    // A session: what came in it is written, and the file is returned as it is then.
    private static async Task<byte[]> RecordAsync(RecorderFixture fixture, string message)
    {
        using Recorder recorder = fixture.Start();
        fixture.Send(message);
        await fixture.WrittenAsync(recorder);
        recorder.Dispose();
        return File.ReadAllBytes(fixture.Folder.File(fixture.Folder.Files[0]));
    }

    private static int LastMember(byte[] bytes)
    {
        int at = 0;
        while (MemberHeader.TryRead(bytes.AsSpan(at), out MemberHeader header) && at + header.Length < bytes.Length)
        {
            at += (int)header.Length;
        }

        return at;
    }
}
