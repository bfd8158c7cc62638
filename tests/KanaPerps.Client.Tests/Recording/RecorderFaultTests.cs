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
        using RecorderFixture fixture = new();
        using Recorder recorder = fixture.Start();
        List<RecorderState> states = [];
        recorder.StateChanged += (_, _) => states.Add(recorder.State);
        fixture.Send("[1]");
        await fixture.WrittenAsync(recorder);

        fixture.Disk.Room = 20;
        fixture.Send("[2]");
        fixture.Time.Advance(TimeSpan.FromSeconds(0.5));
        await Eventually.HoldsAsync(() => recorder.State == RecorderState.Retrying);
        Assert.Equal(KanaErrorKind.RecordingUnwritable, recorder.LastError!.Kind);
        Assert.EndsWith("the disk is full.", recorder.LastError.Message, StringComparison.Ordinal);
        fixture.Folder.AssertZcatReads();

        // It tries again each second, and not more often.
        fixture.Send("[3]");
        fixture.Time.Advance(TimeSpan.FromSeconds(0.5));
        fixture.Time.Advance(TimeSpan.FromSeconds(0.5));
        await Eventually.HoldsAsync(() => fixture.Disk.Refusals == 2);

        fixture.Disk.Room = null;
        await fixture.WrittenAsync(recorder, TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(() => recorder.State == RecorderState.Recording);
        recorder.Dispose();

        Assert.Equal(["Started", "[1]", "[2]", "[3]", "Stopped"], fixture.Folder.Short());
        Assert.Equal([RecorderState.Retrying, RecorderState.Recording, RecorderState.Stopped], states);
        Assert.Null(recorder.EndError);
        fixture.Folder.AssertZcatReads();
    }

    [Fact]
    public async Task What_does_not_fit_into_memory_is_told_in_its_place_with_its_count_and_times()
    {
        using RecorderFixture fixture = new(o => o with { Backlog = 2 * RecordingChunk.UsualSize });
        using Recorder recorder = fixture.Start();
        string large = $"[\"{new string('x', RecordingChunk.UsualSize / 2)}\"]";
        fixture.Disk.Room = 0;
        fixture.Send(large);
        fixture.Send(large);
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(() => recorder.State == RecorderState.Retrying);

        DateTimeOffset from = fixture.Time.GetUtcNow();
        fixture.Send("[\"lost\"]" + new string(' ', RecordingChunk.UsualSize));
        fixture.Time.Advance(TimeSpan.FromMilliseconds(100));
        fixture.Send("[\"lost\"]" + new string(' ', RecordingChunk.UsualSize));
        DateTimeOffset to = fixture.Time.GetUtcNow();
        fixture.Disk.Room = null;
        await fixture.WrittenAsync(recorder, TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(() => recorder.Gaps == 1);
        fixture.Send("[1]");
        recorder.Dispose();

        Assert.Equal(["Started", large, large, "RecordingGap", "[1]", "Stopped"], fixture.Folder.Short());
        JsonElement hole = fixture.Folder.Lines().Single(l => TestRecording.Short(l) == "RecordingGap");
        Assert.Equal("orderbook/14", hole.GetProperty("feed").GetString());
        Assert.Equal((2, from, to), (hole.GetProperty("messages").GetInt64(), hole.GetProperty("from").GetDateTimeOffset(), hole.GetProperty("to").GetDateTimeOffset()));
        Assert.Equal(3, recorder.Messages);
    }

    [Fact]
    public async Task A_folder_that_is_deleted_is_told_and_is_not_made_again_but_used_when_it_is_back()
    {
        using RecorderFixture fixture = new();
        using Recorder recorder = fixture.Start();
        fixture.Send("[1]");
        await fixture.WrittenAsync(recorder);

        Directory.Delete(fixture.Folder.Path, recursive: true);
        fixture.Send("[2]");
        fixture.Time.Advance(TimeSpan.FromSeconds(0.5));
        await Eventually.HoldsAsync(() => recorder.State == RecorderState.Retrying);
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(() => recorder.LastError!.Message.Contains("is gone", StringComparison.Ordinal));
        Assert.False(Directory.Exists(fixture.Folder.Path));

        Directory.CreateDirectory(fixture.Folder.Path);
        await fixture.WrittenAsync(recorder, TimeSpan.FromSeconds(1));
        recorder.Dispose();

        Assert.Equal(["repeat [1]", "[2]", "Stopped"], fixture.Folder.Short());
        Assert.True(File.Exists(fixture.Folder.File("recording.json")));
    }

    [Fact]
    public async Task A_file_that_is_deleted_or_cut_by_another_program_is_noticed_with_the_next_line()
    {
        using RecorderFixture fixture = new();
        using Recorder recorder = fixture.Start();
        string file = fixture.Folder.File(fixture.Folder.Files[0]);
        fixture.Send("[1]");
        await fixture.WrittenAsync(recorder);
        File.Delete(file);
        fixture.Send("[2]");
        fixture.Time.Advance(TimeSpan.FromSeconds(0.5));
        await Eventually.HoldsAsync(() => recorder.State == RecorderState.Retrying);
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(() => recorder.State == RecorderState.Recording);
        Assert.Equal(["repeat [1]", "[2]"], fixture.Folder.Short());

        File.WriteAllBytes(file, []);
        fixture.Send("[3]");
        fixture.Time.Advance(TimeSpan.FromSeconds(0.5));
        await Eventually.HoldsAsync(() => recorder.State == RecorderState.Retrying);
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(() => recorder.State == RecorderState.Recording);
        recorder.Dispose();
        Assert.Contains("[3]", fixture.Folder.Short());
        fixture.Folder.AssertZcatReads();
    }

    [Fact]
    public async Task Permission_that_is_lost_at_the_next_file_is_told_and_tried_again()
    {
        using RecorderFixture fixture = new();
        using Recorder recorder = fixture.Start();
        fixture.Send("[1]");
        await fixture.WrittenAsync(recorder);
        fixture.Disk.IsDenied = true;
        fixture.Time.Advance(TimeSpan.FromMinutes(30));
        fixture.Send("[2]");
        fixture.Time.Advance(TimeSpan.FromSeconds(0.5));
        await Eventually.HoldsAsync(() => recorder.State == RecorderState.Retrying);
        Assert.Contains("Access is denied", recorder.LastError!.Message, StringComparison.Ordinal);

        fixture.Disk.IsDenied = false;
        await fixture.WrittenAsync(recorder, TimeSpan.FromSeconds(1));
        recorder.Dispose();

        Assert.Equal(["repeat [1]", "[2]", "Stopped"], fixture.Folder.Lines("2026-11-25T22.jsonl.gz").Select(TestRecording.Short));
    }

    [Fact]
    public async Task A_drive_that_hangs_is_told_after_some_seconds_and_when_it_answers_again()
    {
        using RecorderFixture fixture = new();
        using Recorder recorder = fixture.Start();
        fixture.Disk.Hang();
        try
        {
            fixture.Send("[1]");
            fixture.Time.Advance(TimeSpan.FromSeconds(0.5));
            await fixture.Disk.HangingAsync();
            Assert.Equal(RecorderState.Recording, recorder.State);

            fixture.Time.Advance(TimeSpan.FromSeconds(5));

            Assert.Equal(RecorderState.Retrying, recorder.State);
            Assert.Contains("does not answer", recorder.LastError!.Message, StringComparison.Ordinal);
        }
        finally
        {
            fixture.Disk.Answer();
        }

        await Eventually.HoldsAsync(() => recorder.State == RecorderState.Recording);
        recorder.Dispose();
        Assert.Equal(["Started", "[1]", "Stopped"], fixture.Folder.Short());
    }

    [Fact]
    public void A_drive_that_hangs_holds_neither_the_feeds_nor_the_one_who_stops_the_recording()
    {
        using RecorderFixture fixture = new();
        Recorder recorder = fixture.Start();
        fixture.Disk.Hang();
        try
        {
            fixture.Time.Advance(TimeSpan.FromSeconds(0.5));
            fixture.Send("[1]");
            fixture.Time.Advance(TimeSpan.FromSeconds(0.5));
            fixture.Send("[2]");

            Assert.False(recorder.Stop(TimeSpan.FromMilliseconds(50)));
        }
        finally
        {
            fixture.Disk.Answer();
        }

        Assert.True(recorder.Stop(TimeSpan.FromSeconds(30)));
        Assert.Equal(["Started", "[1]", "[2]", "Stopped"], fixture.Folder.Short());
        Assert.Equal(2, fixture.Left);
    }

    [Fact]
    public void What_cannot_be_written_at_the_end_is_told()
    {
        using RecorderFixture fixture = new();
        Recorder recorder = fixture.Start();
        fixture.Send("[1]");
        fixture.Disk.Room = 0;

        recorder.Dispose();

        Assert.Equal(RecorderState.Stopped, recorder.State);
        Assert.StartsWith("2 lines at the end of the recording", recorder.EndError!.Message, StringComparison.Ordinal);
        fixture.Folder.AssertZcatReads();
    }

    [Fact]
    public void A_disk_without_room_at_the_start_is_an_error_of_the_start()
    {
        using RecorderFixture fixture = new();
        fixture.Disk.Room = 0;

        Assert.Equal(KanaErrorKind.RecordingUnwritable, Assert.Throws<KanaException>(() => fixture.Start()).Kind);

        fixture.Disk.Room = null;
        fixture.Start().Dispose();
    }

    [Fact]
    public async Task It_ends_when_every_feed_has_ended_and_says_why()
    {
        using RecorderFixture fixture = new();
        Recorder recorder = fixture.Start();
        fixture.Tell((feed, at) => new DisconnectedNotice { Feed = feed, At = at }, "live_funding_rate");
        fixture.Send("[1]");
        await fixture.WrittenAsync(recorder);
        Assert.Equal(RecorderState.Recording, recorder.State);

        fixture.Tell((feed, at) => new FaultNotice { Feed = feed, At = at, Error = new(KanaErrorKind.Unauthorized, "refused.", "Ask.") });
        await recorder.Completion.InTime("the end");

        Assert.Equal((RecorderState.Stopped, "refused.", 2), (recorder.State, recorder.EndError!.Message, fixture.Left));
        Assert.Equal(["Started", "Disconnected", "[1]", "Fault", "Stopped"], fixture.Folder.Short());
    }

    [Fact]
    public async Task Gaps_that_the_feeds_tell_are_counted()
    {
        using RecorderFixture fixture = new();
        using Recorder recorder = fixture.Start();
        fixture.Tell((feed, at) => new GapNotice { Feed = feed, At = at, From = at });
        fixture.Tell((feed, at) => new ReconnectedNotice { Feed = feed, At = at, From = at, Downtime = default, Completeness = Completeness.PossibleGap });
        fixture.Tell((feed, at) => new ReconnectedNotice { Feed = feed, At = at, From = at, Downtime = default, Completeness = Completeness.WholeState });
        await fixture.WrittenAsync(recorder);

        Assert.Equal(2, recorder.Gaps);
    }
}
