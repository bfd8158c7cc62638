using System.Text.Json;
using KanaPerps.Recording;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Recording;

/// <summary>Which files a recorder makes, what each begins with, and which it deletes.</summary>
public sealed class RecorderFileTests
{
    [Fact]
    public async Task What_came_is_on_the_disk_half_a_second_later()
    {
        using RecorderFixture fixture = new();
        using Recorder recorder = fixture.Start();
        fixture.Send("[1]");

        await fixture.WrittenAsync(recorder, TimeSpan.FromSeconds(0.5));

        Assert.Equal(["Started", "[1]"], fixture.Folder.Short());
        Assert.InRange(recorder.BytesWritten, 1, new FileInfo(fixture.Folder.File(fixture.Folder.Files[0])).Length);
    }

    [Fact]
    public async Task Each_file_begins_with_the_last_message_of_each_feed_that_has_one()
    {
        using RecorderFixture fixture = new();
        using Recorder recorder = fixture.Start();
        fixture.Send("[1]");
        fixture.Send("[2]", connection: 2);
        await fixture.WrittenAsync(recorder, TimeSpan.FromMinutes(30));
        DateTimeOffset second = fixture.Time.GetUtcNow();
        fixture.Send("[3]");
        fixture.Send("[\"rates\"]", "live_funding_rate");
        await fixture.WrittenAsync(recorder);
        await fixture.Time.TimerAsync(fixture.Options.FlushInterval);
        fixture.Time.Advance(TimeSpan.FromHours(1));
        fixture.Send("[4]");
        recorder.Dispose();

        Assert.Equal(["2026-11-25T21.jsonl.gz", "2026-11-25T22.jsonl.gz", "2026-11-25T23.jsonl.gz"], fixture.Folder.Files);
        Assert.Equal(["Started", "[1]", "[2]"], fixture.Folder.Lines(fixture.Folder.Files[0]).Select(TestRecording.Short));
        Assert.Equal(["repeat [2]", "[3]", "[\"rates\"]"], fixture.Folder.Lines(fixture.Folder.Files[1]).Select(TestRecording.Short));
        Assert.Equal(["repeat [3]", "repeat [\"rates\"]", "[4]", "Stopped"], fixture.Folder.Lines(fixture.Folder.Files[2]).Select(TestRecording.Short));
        JsonElement repeat = fixture.Folder.Lines(fixture.Folder.Files[2])[0];
        Assert.Equal(second, repeat.GetProperty("at").GetDateTimeOffset());
        Assert.Equal(["at", "feed", "connection", "repeat", "message"], repeat.EnumerateObject().Select(p => p.Name));
        fixture.Folder.AssertZcatReads();
    }

    [Fact]
    public void A_file_has_no_line_that_was_received_after_its_period()
    {
        using RecorderFixture fixture = new(o => o with { RotateEvery = TimeSpan.FromMinutes(1) });
        using Recorder recorder = fixture.Start();
        for (int i = 0; i < 200; i++)
        {
            fixture.Time.Advance(TimeSpan.FromMilliseconds(1700));
            fixture.Send($"[{i}]");
        }

        recorder.Dispose();

        Assert.Equal(6, fixture.Folder.Files.Count);
        foreach (string name in fixture.Folder.Files)
        {
            Assert.True(RecordingFile.TryParse(name, out RecordingFile file));
            DateTimeOffset[] times = [.. fixture.Folder.Lines(name).Where(l => !l.TryGetProperty("repeat", out _)).Select(l => l.GetProperty("at").GetDateTimeOffset())];
            Assert.InRange(times.Min(), file.Start, file.Start.AddMinutes(1).AddTicks(-1));
            Assert.InRange(times.Max(), file.Start, file.Start.AddMinutes(1).AddTicks(-1));
        }

        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"[{i}]"), fixture.Folder.Short().Where(s => s.StartsWith('[')));
    }

    [Fact]
    public async Task A_message_that_was_received_before_the_period_does_not_open_the_file_before_again()
    {
        using RecorderFixture fixture = new();
        using Recorder recorder = fixture.Start();
        fixture.Send("[1]");
        await fixture.WrittenAsync(recorder, TimeSpan.FromMinutes(31));
        fixture.Send("[2]");
        fixture.SendLate("[3]", TimeSpan.FromMinutes(10));
        recorder.Dispose();

        Assert.Equal(["repeat [1]", "[2]", "[3]", "Stopped"], fixture.Folder.Lines("2026-11-25T22.jsonl.gz").Select(TestRecording.Short));
    }

    [Fact]
    public async Task A_file_that_is_large_enough_is_followed_by_a_part_of_the_same_period()
    {
        using RecorderFixture fixture = new(o => o with { RotateBytes = 600 });
        using Recorder recorder = fixture.Start();
        for (int i = 0; i < 12; i++)
        {
            fixture.Send($"[\"{Guid.NewGuid()}{Guid.NewGuid()}\",{i}]");
            await fixture.WrittenAsync(recorder);
        }

        recorder.Dispose();

        Assert.Equal(fixture.Folder.Files, Enumerable.Range(1, fixture.Folder.Files.Count).Select(i => i == 1 ? "2026-11-25T21.jsonl.gz" : $"2026-11-25T21.{i}.jsonl.gz"));
        Assert.InRange(fixture.Folder.Files.Count, 3, 6);
        Assert.Equal(fixture.Folder.Files.Count, recorder.Files);
        Assert.All(fixture.Folder.Files.SkipLast(1), f => Assert.InRange(new FileInfo(fixture.Folder.File(f)).Length, 600, 1100));
        Assert.Equal(12, fixture.Folder.Short().Count(s => s.StartsWith('[')));
    }

    [Fact]
    public async Task A_clock_that_goes_back_into_an_earlier_period_makes_a_part_of_that_one()
    {
        using RecorderFixture fixture = new();
        using Recorder recorder = fixture.Start();
        fixture.Send("[1]");
        await fixture.WrittenAsync(recorder, TimeSpan.FromMinutes(31));
        fixture.Send("[2]");
        await fixture.WrittenAsync(recorder);

        SetBack(fixture.Time, TimeSpan.FromMinutes(20));
        fixture.Send("[3]");
        recorder.Dispose();

        Assert.Equal(["2026-11-25T21.jsonl.gz", "2026-11-25T21.2.jsonl.gz", "2026-11-25T22.jsonl.gz"], fixture.Folder.Files);
        Assert.Equal(["repeat [2]", "[3]", "Stopped"], fixture.Folder.Lines("2026-11-25T21.2.jsonl.gz").Select(TestRecording.Short));
    }

    [Fact]
    public async Task Files_whose_data_is_all_too_old_are_deleted_and_the_others_stay()
    {
        using RecorderFixture fixture = new(o => o with { RetainFor = TimeSpan.FromHours(2) });
        Directory.CreateDirectory(fixture.Folder.Path);
        File.WriteAllText(fixture.Folder.File("notes.txt"), "mine");
        using Recorder recorder = fixture.Start();
        for (int i = 0; i < 6; i++)
        {
            fixture.Send($"[{i}]");
            await fixture.WrittenAsync(recorder);
            fixture.Time.Advance(TimeSpan.FromHours(1));
        }

        fixture.Send("[6]");
        await fixture.WrittenAsync(recorder);

        // It is half past three: what came after half past one began at one.
        string[] kept = ["2026-11-26T01.jsonl.gz", "2026-11-26T02.jsonl.gz", "2026-11-26T03.jsonl.gz"];
        await Eventually.HoldsAsync(() => fixture.Folder.Files.SequenceEqual(kept));
        Assert.Equal(3, recorder.Files);
        Assert.True(File.Exists(fixture.Folder.File("notes.txt")));
    }

    [Fact]
    public async Task A_file_from_before_a_long_pause_is_deleted_when_its_data_is_too_old()
    {
        using RecorderFixture fixture = new(o => o with { RetainFor = TimeSpan.FromDays(2) });
        fixture.Start().Dispose();
        fixture.Time.Advance(TimeSpan.FromDays(3));
        using Recorder recorder = fixture.Start();
        fixture.Send("[1]");
        await fixture.WrittenAsync(recorder);

        await Eventually.HoldsAsync(() => fixture.Folder.Files.SequenceEqual(["2026-11-28T21.jsonl.gz"]));
    }

    [Fact]
    public async Task The_oldest_files_are_deleted_when_all_are_too_large_together_and_never_the_open_one()
    {
        using RecorderFixture fixture = new(o => o with { RetainBytes = 2500 });
        using Recorder recorder = fixture.Start();
        for (int i = 0; i < 8; i++)
        {
            fixture.Send($"[\"{string.Concat(Enumerable.Range(0, 8).Select(_ => Guid.NewGuid()))}\",{i}]");
            await fixture.WrittenAsync(recorder);
            fixture.Time.Advance(TimeSpan.FromHours(1));
        }

        recorder.Dispose();

        Assert.InRange(fixture.Folder.Files.Count, 2, 6);
        Assert.InRange(fixture.Folder.Files.Sum(f => new FileInfo(fixture.Folder.File(f)).Length), 1000, 2500);
        Assert.Equal("2026-11-26T05.jsonl.gz", fixture.Folder.Files[^1]);
        Assert.EndsWith(",7]", fixture.Folder.Short().Last(s => s.StartsWith('[')), StringComparison.Ordinal);
    }

    [Fact]
    public void The_description_of_a_recording_says_what_was_asked_for_and_tells_each_session()
    {
        using RecorderFixture fixture = new();
        fixture.Start().Dispose();
        fixture.Time.Advance(TimeSpan.FromHours(1));
        fixture.Options = fixture.Options with { Feeds = [(KanaTopics.RecentTrades, "14")], Version = "1.3.0" };
        fixture.Start().Dispose();

        JsonElement json = JsonDocument.Parse(File.ReadAllText(fixture.Folder.File("recording.json"))).RootElement;
        Assert.Equal(["format", "version", "network", "endpoint", "started", "feeds", "sessions"], json.EnumerateObject().Select(p => p.Name));
        Assert.Equal((1, "1.3.0", "Testnet"), (json.GetProperty("format").GetInt32(), json.GetProperty("version").GetString(), json.GetProperty("network").GetString()));
        Assert.Equal(["orderbook/14", "live_funding_rate", "recent_trades/14"], json.GetProperty("feeds").EnumerateArray().Select(f => f.GetString()));
        Assert.Equal(["2026-11-25T21:30:00.0000000Z", "2026-11-25T22:30:00.0000000Z"], json.GetProperty("sessions").EnumerateArray().Select(s => s.GetProperty("started").GetString()));
        Assert.Equal("2026-11-25T21:30:00.0000000Z", json.GetProperty("started").GetString());
        Assert.Empty(Directory.GetFiles(fixture.Folder.Path, "*.tmp"));
    }

    [Fact]
    public void Nothing_is_allocated_for_a_message()
    {
        using RecorderFixture fixture = new();
        using Recorder recorder = fixture.Start(TimeProvider.System);
        byte[] message = System.Text.Encoding.UTF8.GetBytes(Messages.Book(1));
        fixture.Send(message);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 1000; i++)
        {
            fixture.Send(message);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void SetBack(WatchedTime time, TimeSpan by) => time.AdjustTime(time.GetUtcNow() - by);
}
