using System.Text.Json;
using KanaPerps.Recording;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Recording;

/// <summary>A disk that is full, a folder that is gone, a drive that hangs: the recording says so, tries again, and tells what it missed.</summary>
public sealed class RecorderFaultTests
{
    [Fact]
    public async Task A_full_disk_is_told_and_nothing_is_lost_that_fits_into_memory()
    {
        using RecorderFixture bench = new();
        using Recorder recorder = bench.Start();
        List<RecorderState> states = [];
        recorder.StateChanged += (_, _) => states.Add(recorder.State);
        bench.Send("[1]");
        await bench.WrittenAsync(recorder);

        bench.Disk.Room = 20;
        bench.Send("[2]");
        bench.Time.Advance(TimeSpan.FromSeconds(0.5));
        await Eventually.HoldsAsync(() => recorder.State == RecorderState.Retrying);
        Assert.Equal(KanaErrorKind.RecordingUnwritable, recorder.LastError!.Kind);
        Assert.EndsWith("the disk is full.", recorder.LastError.Message, StringComparison.Ordinal);
        bench.Folder.AssertZcatReads();

        // It tries again each second, and not more often.
        bench.Send("[3]");
        bench.Time.Advance(TimeSpan.FromSeconds(0.5));
        bench.Time.Advance(TimeSpan.FromSeconds(0.5));
        await Eventually.HoldsAsync(() => bench.Disk.Refusals == 2);

        bench.Disk.Room = null;
        await bench.WrittenAsync(recorder, TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(() => recorder.State == RecorderState.Recording);
        recorder.Dispose();

        Assert.Equal(["Started", "[1]", "[2]", "[3]", "Stopped"], bench.Folder.Short());
        Assert.Equal([RecorderState.Retrying, RecorderState.Recording, RecorderState.Stopped], states);
        Assert.Null(recorder.EndError);
        bench.Folder.AssertZcatReads();
    }

    [Fact]
    public async Task What_does_not_fit_into_memory_is_told_in_its_place_with_its_count_and_times()
    {
        using RecorderFixture bench = new(o => o with { Backlog = 2 * RecordingChunk.UsualSize });
        using Recorder recorder = bench.Start();
        string large = $"[\"{new string('x', RecordingChunk.UsualSize / 2)}\"]";
        bench.Disk.Room = 0;
        bench.Send(large);
        bench.Send(large);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(() => recorder.State == RecorderState.Retrying);

        DateTimeOffset from = bench.Time.GetUtcNow();
        bench.Send("[\"lost\"]" + new string(' ', RecordingChunk.UsualSize));
        bench.Time.Advance(TimeSpan.FromMilliseconds(100));
        bench.Send("[\"lost\"]" + new string(' ', RecordingChunk.UsualSize));
        DateTimeOffset to = bench.Time.GetUtcNow();
        bench.Disk.Room = null;
        await bench.WrittenAsync(recorder, TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(() => recorder.Gaps == 1);
        bench.Send("[1]");
        recorder.Dispose();

        Assert.Equal(["Started", large, large, "RecordingGap", "[1]", "Stopped"], bench.Folder.Short());
        JsonElement hole = bench.Folder.Lines().Single(l => TestRecording.Short(l) == "RecordingGap");
        Assert.Equal("orderbook/14", hole.GetProperty("feed").GetString());
        Assert.Equal((2, from, to), (hole.GetProperty("messages").GetInt64(), hole.GetProperty("from").GetDateTimeOffset(), hole.GetProperty("to").GetDateTimeOffset()));
        Assert.Equal(3, recorder.Messages);
    }

    [Fact]
    public async Task A_folder_that_is_deleted_is_told_and_is_not_made_again_but_used_when_it_is_back()
    {
        using RecorderFixture bench = new();
        using Recorder recorder = bench.Start();
        bench.Send("[1]");
        await bench.WrittenAsync(recorder);

        Directory.Delete(bench.Folder.Path, recursive: true);
        bench.Send("[2]");
        bench.Time.Advance(TimeSpan.FromSeconds(0.5));
        await Eventually.HoldsAsync(() => recorder.State == RecorderState.Retrying);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(() => recorder.LastError!.Message.Contains("is gone", StringComparison.Ordinal));
        Assert.False(Directory.Exists(bench.Folder.Path));

        Directory.CreateDirectory(bench.Folder.Path);
        await bench.WrittenAsync(recorder, TimeSpan.FromSeconds(1));
        recorder.Dispose();

        Assert.Equal(["repeat [1]", "[2]", "Stopped"], bench.Folder.Short());
        Assert.True(File.Exists(bench.Folder.File("recording.json")));
    }

    [Fact]
    public async Task A_file_that_is_deleted_or_cut_by_another_program_is_noticed_with_the_next_line()
    {
        using RecorderFixture bench = new();
        using Recorder recorder = bench.Start();
        string file = bench.Folder.File(bench.Folder.Files[0]);
        bench.Send("[1]");
        await bench.WrittenAsync(recorder);
        File.Delete(file);
        bench.Send("[2]");
        bench.Time.Advance(TimeSpan.FromSeconds(0.5));
        await Eventually.HoldsAsync(() => recorder.State == RecorderState.Retrying);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(() => recorder.State == RecorderState.Recording);
        Assert.Equal(["repeat [1]", "[2]"], bench.Folder.Short());

        File.WriteAllBytes(file, []);
        bench.Send("[3]");
        bench.Time.Advance(TimeSpan.FromSeconds(0.5));
        await Eventually.HoldsAsync(() => recorder.State == RecorderState.Retrying);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(() => recorder.State == RecorderState.Recording);
        recorder.Dispose();
        Assert.Contains("[3]", bench.Folder.Short());
        bench.Folder.AssertZcatReads();
    }

    [Fact]
    public async Task Permission_that_is_lost_at_the_next_file_is_told_and_tried_again()
    {
        using RecorderFixture bench = new();
        using Recorder recorder = bench.Start();
        bench.Send("[1]");
        await bench.WrittenAsync(recorder);
        bench.Disk.IsDenied = true;
        bench.Time.Advance(TimeSpan.FromMinutes(30));
        bench.Send("[2]");
        bench.Time.Advance(TimeSpan.FromSeconds(0.5));
        await Eventually.HoldsAsync(() => recorder.State == RecorderState.Retrying);
        Assert.Contains("Access is denied", recorder.LastError!.Message, StringComparison.Ordinal);

        bench.Disk.IsDenied = false;
        await bench.WrittenAsync(recorder, TimeSpan.FromSeconds(1));
        recorder.Dispose();

        Assert.Equal(["repeat [1]", "[2]", "Stopped"], bench.Folder.Lines("2026-11-25T22.jsonl.gz").Select(TestRecording.Short));
    }

    [Fact]
    public void A_drive_that_hangs_holds_neither_the_feeds_nor_the_one_who_stops_the_recording()
    {
        using RecorderFixture bench = new();
        Recorder recorder = bench.Start();
        bench.Disk.Hang();
        try
        {
            bench.Time.Advance(TimeSpan.FromSeconds(0.5));
            bench.Send("[1]");
            bench.Time.Advance(TimeSpan.FromSeconds(0.5));
            bench.Send("[2]");

            Assert.False(recorder.Stop(TimeSpan.FromMilliseconds(50)));
        }
        finally
        {
            bench.Disk.Answer();
        }

        Assert.True(recorder.Stop(TimeSpan.FromSeconds(30)));
        Assert.Equal(["Started", "[1]", "[2]", "Stopped"], bench.Folder.Short());
        Assert.Equal(2, bench.Left);
    }

    [Fact]
    public void What_cannot_be_written_at_the_end_is_told()
    {
        using RecorderFixture bench = new();
        Recorder recorder = bench.Start();
        bench.Send("[1]");
        bench.Disk.Room = 0;

        recorder.Dispose();

        Assert.Equal(RecorderState.Stopped, recorder.State);
        Assert.StartsWith("2 lines at the end of the recording", recorder.EndError!.Message, StringComparison.Ordinal);
        bench.Folder.AssertZcatReads();
    }

    [Fact]
    public void A_disk_without_room_at_the_start_is_an_error_of_the_start()
    {
        using RecorderFixture bench = new();
        bench.Disk.Room = 0;

        Assert.Equal(KanaErrorKind.RecordingUnwritable, Assert.Throws<KanaException>(() => bench.Start()).Kind);

        bench.Disk.Room = null;
        bench.Start().Dispose();
    }

    [Fact]
    public async Task It_ends_when_every_feed_has_ended_and_says_why()
    {
        using RecorderFixture bench = new();
        Recorder recorder = bench.Start();
        bench.Tell((feed, at) => new DisconnectedNotice { Feed = feed, At = at }, "live_funding_rate");
        bench.Send("[1]");
        await bench.WrittenAsync(recorder);
        Assert.Equal(RecorderState.Recording, recorder.State);

        bench.Tell((feed, at) => new FaultNotice { Feed = feed, At = at, Error = new(KanaErrorKind.Unauthorized, "refused.", "Ask.") });
        await recorder.Completion.InTime("the end");

        Assert.Equal((RecorderState.Stopped, "refused.", 2), (recorder.State, recorder.EndError!.Message, bench.Left));
        Assert.Equal(["Started", "Disconnected", "[1]", "Fault", "Stopped"], bench.Folder.Short());
    }

    [Fact]
    public async Task Gaps_that_the_feeds_tell_are_counted()
    {
        using RecorderFixture bench = new();
        using Recorder recorder = bench.Start();
        bench.Tell((feed, at) => new GapNotice { Feed = feed, At = at, From = at });
        bench.Tell((feed, at) => new ReconnectedNotice { Feed = feed, At = at, From = at, Downtime = default, Completeness = Completeness.PossibleGap });
        bench.Tell((feed, at) => new ReconnectedNotice { Feed = feed, At = at, From = at, Downtime = default, Completeness = Completeness.WholeState });
        await bench.WrittenAsync(recorder);

        Assert.Equal(2, recorder.Gaps);
    }
}
