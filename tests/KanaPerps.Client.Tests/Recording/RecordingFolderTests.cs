using System.IO.Compression;
using KanaPerps.Recording;
using KanaPerps.Streaming;

namespace KanaPerps.Client.Tests.Recording;

/// <summary>Folders that are not as a recorder left them, and what a check and a repair make of them.</summary>
public sealed class RecordingFolderTests : IDisposable
{
    private const string SecondFile = "2026-11-25T22.jsonl.gz";

    private readonly RecordedFolder _folder = new("re[c] ü 'x' $y");

    private string Copy => Path.Combine(Path.GetDirectoryName(_folder.Path)!, "copy");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_that_is_not_there_is_an_error() => Fails(KanaErrorKind.RecordingNotFound, _folder.FileNamed("nowhere"));

    [Fact]
    public void A_file_in_place_of_the_folder_is_an_error() => Fails(KanaErrorKind.RecordingNotFound, _folder.FileNamed("recording.json"));

    [Fact]
    public void A_folder_without_files_of_a_recording_is_an_error()
    {
        File.Move(_folder.FileNamed("recording.json"), _folder.FileNamed("other.json"));
        Fails(KanaErrorKind.RecordingNotFound, _folder.Path);
    }

    [Fact]
    public void A_later_format_is_an_error_that_names_it()
    {
        _folder.Describe("""{"format":2}""");
        Assert.Contains("version 2", Fails(KanaErrorKind.RecordingFormat, _folder.Path).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_later_format_is_an_error_also_without_a_description()
    {
        _folder.Rate(1, 1).Close();
        _folder.Rate(2, 2).Close();
        byte[] bytes = File.ReadAllBytes(Data);
        bytes[16] = bytes[RecordedFolder.MemberEnds(bytes)[0] + 16] = 2;
        File.WriteAllBytes(Data, bytes);

        Assert.Equal(KanaErrorKind.RecordingFormat, Assert.Throws<KanaException>(() => _folder.Import()).Kind);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"format":1}""")]
    [InlineData("""{"format":"x","endpoint":7,"network":[],"feeds":{},"sessions":[1]}""")]
    [InlineData("""{"format":1,"network":"Custom","endpoint":{"webSocket":"ftp://x"}}""")]
    public void Without_a_description_rows_come_all_the_same(string? json)
    {
        _folder.Rate(1, 1).Close();
        File.Delete(_folder.FileNamed("recording.json"));
        if (json is not null)
        {
            _folder.Describe(json);
        }

        Assert.NotNull(RecordingFolder.Open(_folder.Path).Description.Problem);
        FundingRate row = Assert.IsType<FundingRate>(Assert.Single(_folder.Import()).Items.Single());
        Assert.Equal((1, ""), (row.Rate, row.Network));
    }

    [Fact]
    public void A_recording_of_a_simulator_says_so()
    {
        _folder.Describe("""{"format":1,"network":"Simulator","endpoint":{"webSocket":"ws://127.0.0.1:4711/ws/","rest":"http://127.0.0.1:4711/"}}""");
        KanaEndpoint endpoint = RecordingFolder.Open(_folder.Path).Description.Endpoint;

        Assert.Equal(("Simulator", "ws://127.0.0.1:4711/ws/"), (endpoint.Name, endpoint.WebSocket.ToString()));
    }

    [Fact]
    public void A_copy_of_an_hour_is_not_read_twice_and_told()
    {
        _folder.Rate(1, 1).Rate(2, 2).Close();
        File.Copy(Data, _folder.FileNamed("2026-11-25T21 (1).jsonl.gz"));
        File.Copy(Data, _folder.FileNamed("2026-11-25T21.2.jsonl.gz"));

        Assert.Equal([1, 2], Rates(_folder));
        RecordingCheck check = Assert.Single(_folder.Check());
        Assert.Equal((RecordingCheckState.Whole, true, 2), (check.State, check.Passed, check.Messages));
        Assert.Equal(["2026-11-25T21 (1).jsonl.gz", "2026-11-25T21.2.jsonl.gz"], check.Damage.Select(d => d.File));
        Assert.All(check.Damage, d => Assert.StartsWith($"the file is a copy of {RecordedFolder.FirstFile}", d.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Another_version_of_an_hour_beside_it_is_told_and_does_not_pass()
    {
        _folder.Rate(1, 1).Rate(2, 2).Close();
        _folder.Rate(1, 1).Close("2026-11-25T21 (1).jsonl.gz");

        Assert.Equal([1, 2], Rates(_folder));
        RecordingCheck check = Assert.Single(_folder.Check());
        Assert.False(check.Passed);
        Assert.Equal(RecordingDamageKind.OtherFile, Assert.Single(check.Damage).Kind);
    }

    [Fact]
    public void The_same_entries_twice_are_told_as_steps_back_in_time()
    {
        _folder.Rate(1, 1).Rate(2, 2).Close();
        _folder.Rate(1, 1).Close("2026-11-25T21.2.jsonl.gz");

        RecordingCheck check = Assert.Single(_folder.Check());
        Assert.Equal((RecordingCheckState.OutOfOrder, false, 1L), (check.State, check.Passed, check.OutOfOrder));
        Assert.Equal(new RecordedStepBack("2026-11-25T21.2.jsonl.gz", RecordedFolder.At(2), RecordedFolder.At(1)), check.StepsBack.Single());
    }

    [Fact]
    public void A_check_counts_messages_rows_gaps_and_times_of_each_feed()
    {
        RecordingGapNotice hole = new() { Feed = RecordedFolder.Funding, At = RecordedFolder.At(5), From = RecordedFolder.At(3), To = RecordedFolder.At(5), Reason = "the recording was not running" };
        _folder.Rate(1, 1).Message(2, "orderbook/14", Testing.Messages.Book(5)).Rate(3, 1).Notice(hole).Close();
        _folder.Rate(3, 1, isRepeat: true).Rate(3600, 2).Close(SecondFile);

        RecordingCheck[] checks = [.. _folder.Check()];

        Assert.Equal(["live_funding_rate", "orderbook/14"], checks.Select(c => c.Feed));
        Assert.Equal((3L, 2L, RecordedFolder.At(1), RecordedFolder.At(3600)), (checks[0].Messages, checks[0].Rows, checks[0].From, checks[0].To));
        Assert.Equal(new RecordedGap(hole.From, hole.To, hole), Assert.Single(checks[0].Gaps));
        Assert.Equal([RecordingCheckState.Gaps, RecordingCheckState.Whole], checks.Select(c => c.State));
        Assert.All(checks, c => Assert.True(c.Passed));
        Assert.Equal("APT-USD", checks[1].Symbol);
    }

    [Fact]
    public void A_recording_of_which_nothing_can_be_read_does_not_pass()
    {
        File.WriteAllText(Data, "no gzip");

        RecordingCheck check = Assert.Single(_folder.Check());
        Assert.Equal((null, RecordingCheckState.Damaged, 1L), (check.Feed, check.State, check.TornMembers));
    }

    [Fact]
    public void A_repair_copies_what_is_whole_and_writes_a_hole_where_something_was_torn()
    {
        _folder.Rate(1, 1).Close();
        long torn = _folder.Rate(2, 2).Close() - 9;
        _folder.Rate(3, 3).Text("no line").Rate(4, 4).Close();
        byte[] bytes = File.ReadAllBytes(Data);
        bytes[torn] ^= 1;
        File.WriteAllBytes(Data, bytes);

        RecordingRepair repair = Repair();

        Assert.Equal((1, 2, 2), (repair.Files, repair.Gaps, repair.Dropped.Count));
        List<RecordingEvent> events = RecordedFolder.Import(Copy);
        Assert.DoesNotContain(events, e => e.Damage is not null);
        Assert.Equal([1, null, 3, null, 4], events.Select(e => (e.Items.SingleOrDefault() as FundingRate)?.Rate));
        Assert.Equal([(RecordedFolder.At(1), RecordedFolder.At(3)), (RecordedFolder.At(3), RecordedFolder.At(4))], events.Select(e => e.Notice).OfType<RecordingGapNotice>().Select(g => (g.From, g.To)));
        Assert.Equal(bytes, File.ReadAllBytes(Data));
    }

    [Fact]
    public void A_repair_of_a_whole_recording_gives_the_same_bytes()
    {
        _folder.Rate(1, 1).Close();
        _folder.Rate(2, 2).Close();
        _folder.Rate(3600, 3).Close(SecondFile);

        RecordingRepair repair = Repair();

        Assert.Equal((2, 0, 3L, 0L), (repair.Files, repair.Gaps, repair.Lines, repair.DroppedBytes));
        Assert.All(Directory.GetFiles(_folder.Path), file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(Copy, Path.GetFileName(file)))));
    }

    [Fact]
    public void A_repair_goes_nowhere_where_files_are()
    {
        _folder.Rate(1, 1).Close();
        RecordingFolder source = RecordingFolder.Open(_folder.Path);

        Assert.Equal(KanaErrorKind.DestinationInUse, Assert.Throws<KanaException>(() => new RecordingRepairer(source, _folder.Path).Run(_ => { }, TestContext.Current.CancellationToken)).Kind);
        Assert.Equal(KanaErrorKind.DestinationInUse, Assert.Throws<KanaException>(() => new RecordingRepairer(source, Data).Run(_ => { }, TestContext.Current.CancellationToken)).Kind);
    }

    [Fact]
    public void A_file_that_unpacks_without_end_takes_no_memory_and_is_told()
    {
        // 400 MB without a line feed, in 400 KB.
        using (GZipStream bomb = new(File.Create(Data), CompressionLevel.Optimal))
        {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 400; i++)
            {
                bomb.Write(zeros);
            }
        }

        _folder.Rate(3600, 1).Close(SecondFile);
        long before = GC.GetAllocatedBytesForCurrentThread();
        List<RecordingEvent> events = _folder.Import();

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 220L << 20);
        Assert.Equal(RecordingDamageKind.BadLine, Assert.Single(events, e => e.Damage is not null).Damage!.Kind);
        Assert.Equal(1, Assert.IsType<FundingRate>(events[^1].Items.Single()).Rate);
    }

    [Fact]
    public void Reading_ahead_gives_the_same_and_ends_when_it_is_cancelled()
    {
        using CancellationTokenSource stop = new();
        using ManualResetEventSlim never = new();
        IEnumerable<RecordingBlock> Hang(CancellationToken cancellation)
        {
            yield return RecordingBlock.Of(new RecordingFile(DateTime.UnixEpoch), new RecordingDamage { File = "x", Kind = RecordingDamageKind.BadLine, Reason = "x" });

            // As a read on a drive that hangs: no token ends it.
            never.Wait(CancellationToken.None);
        }

        using RecordingReader reader = new(new BlockPump(Hang, stop.Token), KanaEndpoint.Testnet);
        stop.CancelAfter(TimeSpan.FromMilliseconds(50));
        Assert.Throws<OperationCanceledException>(() => reader.Read());
        never.Set();
    }

    [Fact]
    public void A_failure_on_the_reading_thread_reaches_the_reader()
    {
        static IEnumerable<RecordingBlock> Fail(CancellationToken cancellation) => throw RecordingErrors.LaterVersion("x", 2);

        using RecordingReader reader = new(new BlockPump(Fail, TestContext.Current.CancellationToken), KanaEndpoint.Testnet);
        Assert.Equal(KanaErrorKind.RecordingFormat, Assert.Throws<KanaException>(() => reader.Read()).Kind);
    }

    private string Data => _folder.FileNamed(RecordedFolder.FirstFile);

    private static KanaException Fails(KanaErrorKind kind, string path)
    {
        KanaException error = Assert.Throws<KanaException>(() => RecordingFolder.Open(path));
        Assert.Equal(kind, error.Kind);
        return error;
    }

    private static decimal[] Rates(RecordedFolder folder) => [.. folder.Import().SelectMany(e => e.Items).Cast<FundingRate>().Select(r => r.Rate)];

    private RecordingRepair Repair() => new RecordingRepairer(RecordingFolder.Open(_folder.Path), Copy).Run(_ => { }, TestContext.Current.CancellationToken);
}
