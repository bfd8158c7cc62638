using KanaPerps.Recording;

namespace KanaPerps.Export.Tests;

/// <summary>Which files an export writes, when, and what it leaves alone.</summary>
public sealed class FileTests
{
    public static TheoryData<ExportFormat> Formats => new(Enum.GetValues<ExportFormat>());

    [Fact]
    public void Tables_are_divided_into_the_folders_that_Hive_DuckDB_and_pandas_expect()
    {
        using ExportFixture fixture = Days();

        IReadOnlyList<ExportedFile> files = fixture.ExportWhole(fixture.Options() with { Partitions = ExportPartitions.Day | ExportPartitions.Symbol });

        Assert.Equal(
            [
                "orderbook_levels/day=2026-11-25/symbol=APT-USD/part.parquet", "orderbook_levels/day=2026-11-25/symbol=BTC-USD/part.parquet",
                "orderbook_levels/day=2026-11-26/symbol=APT-USD/part.parquet", "orderbook_levels/day=2026-11-26/symbol=__HIVE_DEFAULT_PARTITION__/part.parquet",
            ],
            fixture.Files);
        Assert.Equal(
            ["2026-11-25|APT-USD|2", "2026-11-25|BTC-USD|1", "2026-11-26|APT-USD|1", "2026-11-26|-|1"],
            DuckDb.Query($"SELECT day, symbol, count(*) FROM '{fixture.At("orderbook_levels/**/*.parquet")}' GROUP BY ALL ORDER BY ALL"));
        Assert.DoesNotContain("symbol", DuckDb.Query($"SELECT name FROM parquet_schema('{files[0].Path}')"));
        ExportedFile first = files.Single(f => f.Rows == 2);
        Assert.Equal("APT-USD", first.Symbol);
        Assert.Equal(Client.Tests.RecordedFolder.At(0), first.From);
        Assert.Equal(Client.Tests.RecordedFolder.At(1), first.To);
        Assert.Equal(new FileInfo(first.Path).Length, first.Bytes);
    }

    [Fact]
    public void A_table_is_divided_by_day_alone_and_by_symbol_alone()
    {
        using ExportFixture fixture = Days();

        fixture.ExportWhole(fixture.Options() with { Partitions = ExportPartitions.Symbol });
        fixture.ExportWhole(fixture.Options() with { Partitions = ExportPartitions.Day, OutputPath = fixture.At("days") });

        Assert.Equal(["days/orderbook_levels/day=2026-11-25/part.parquet", "days/orderbook_levels/day=2026-11-26/part.parquet"], fixture.Files.Where(f => f.StartsWith("days", StringComparison.Ordinal)));
        Assert.Equal(["APT-USD|3", "BTC-USD|1", "-|1"], DuckDb.Query($"SELECT symbol, count(*) FROM '{fixture.At("orderbook_levels/**/*.parquet")}' GROUP BY ALL ORDER BY ALL"));
        Assert.Equal(["2026-11-25|3", "2026-11-26|2"], DuckDb.Query($"SELECT day, count(*) FROM '{fixture.At("days/**/*.parquet")}' GROUP BY ALL ORDER BY ALL"));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_second_run_writes_the_same_bytes(ExportFormat format)
    {
        using ExportFixture fixture = Days();
        ExportOptions options = fixture.Options(format) with { Partitions = ExportPartitions.Day | ExportPartitions.Symbol };

        Dictionary<string, byte[]> first = fixture.ExportWhole(options).ToDictionary(f => Path.GetRelativePath(fixture.Output, f.Path), f => File.ReadAllBytes(f.Path));
        IReadOnlyList<ExportedFile> second = fixture.ExportWhole(options with { OutputPath = fixture.At("again") });

        Assert.Equal(4, second.Count);
        Assert.All(second, f => Assert.Equal(first[Path.GetRelativePath(fixture.At("again"), f.Path)], File.ReadAllBytes(f.Path)));
    }

    [Fact]
    public void A_file_that_exists_is_left_alone_and_the_others_are_written_and_force_replaces_it()
    {
        using ExportFixture fixture = Days();
        Directory.CreateDirectory(fixture.Output);
        File.WriteAllText(fixture.At("orderbook_levels.parquet"), "mine");

        IReadOnlyList<ExportEvent> steps = fixture.Export();

        ExportEvent refusal = Assert.Single(steps, s => s.Error is not null);
        Assert.Equal(KanaErrorKind.ExportExists, refusal.Error!.Kind);
        Assert.Equal(fixture.At("orderbook_levels.parquet"), refusal.Target);
        Assert.Equal("mine", File.ReadAllText(fixture.At("orderbook_levels.parquet")));
        Assert.Equal(["gaps"], steps.Where(s => s.File is not null).Select(s => s.File!.Table));

        fixture.ExportWhole(fixture.Options() with { Overwrite = true });

        Assert.Equal(["5"], fixture.Query("orderbook_levels.parquet", "count(*)"));
    }

    [Fact]
    public void What_can_not_be_written_is_an_error_and_the_other_files_are_written()
    {
        using ExportFixture fixture = Days();
        Directory.CreateDirectory(fixture.Output);
        File.WriteAllText(fixture.At("orderbook_levels"), "a file where a folder is needed");

        IReadOnlyList<ExportEvent> steps = fixture.Export(fixture.Options() with { Partitions = ExportPartitions.Day });

        Assert.All(steps, s => Assert.Equal(KanaErrorKind.ExportFailed, s.Error?.Kind));
        Assert.Equal(2, steps.Count);
        Assert.Equal(["orderbook_levels"], fixture.Files);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void An_export_that_is_given_up_leaves_whole_files_and_no_others(ExportFormat format)
    {
        using ExportFixture fixture = Days();
        ExportOptions options = fixture.Options(format) with { Partitions = ExportPartitions.Day | ExportPartitions.Symbol };
        int steps = fixture.Steps(options).Count();
        Directory.Delete(fixture.Output, recursive: true);

        for (int stop = 0; stop < steps; stop++)
        {
            foreach (ExportEvent _ in fixture.Steps(options with { OutputPath = fixture.At($"{stop}") }).Take(stop))
            {
            }

            Assert.DoesNotContain(fixture.Files, f => f.EndsWith(WholeFile.TemporaryExtension, StringComparison.Ordinal));
        }

        // Each file that is there is whole.
        Assert.NotEmpty(fixture.Files);
        string read = format == ExportFormat.Parquet ? "read_parquet" : "read_csv";
        Assert.Equal(["1", "2"], DuckDb.Query($"SELECT DISTINCT n FROM (SELECT count(*) n FROM {read}('{fixture.At("**/part.*")}', filename = true, hive_partitioning = false) GROUP BY filename) ORDER BY n"));
    }

    [Fact]
    public void What_a_killed_run_left_behind_is_replaced()
    {
        using ExportFixture fixture = Days();
        Directory.CreateDirectory(fixture.Output);
        File.WriteAllText(fixture.At("gaps.parquet" + WholeFile.TemporaryExtension), new string('x', 100_000));

        fixture.ExportWhole();

        Assert.Equal(["gaps.parquet", "orderbook_levels.parquet"], fixture.Files);
        Assert.Equal(["0"], fixture.Query("gaps.parquet", "count(*)"));
    }

    [Fact]
    public void A_cancelled_export_ends_and_leaves_nothing_half()
    {
        using ExportFixture fixture = Days();
        using CancellationTokenSource cancellation = new();
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (ExportEvent _ in fixture.Steps(cancellation: cancellation.Token))
            {
                cancellation.Cancel();
            }
        });

        Assert.Empty(fixture.Files);
    }

    [Fact]
    public void What_is_recorded_during_an_export_is_left_for_the_next_one()
    {
        using ExportFixture fixture = new();
        fixture.Recording.Rate(0, 1).Rate(1, 2).Close();
        bool isAppended = false;
        foreach (ExportEvent step in fixture.Steps())
        {
            Assert.Null(step.Error);
            if (step.File is not null && !isAppended)
            {
                isAppended = true;
                fixture.Recording.Rate(2, 0.00000000003m).Close();
            }
        }

        Assert.True(isAppended);
        Assert.Equal(["1.00000000", "2.00000000"], fixture.Query("live_funding_rate.parquet", "rate"));
    }

    [Fact]
    public void A_file_of_the_recording_that_is_deleted_during_an_export_is_an_error()
    {
        using ExportFixture fixture = new();
        fixture.Recording.Rate(0, 1).Close();
        fixture.Recording.Rate(3600, 2).Close("2026-11-25T22.jsonl.gz");
        List<KanaException> errors = [];
        foreach (ExportEvent step in fixture.Steps())
        {
            if (step.File is not null)
            {
                File.Delete(fixture.Recording.FileNamed(Client.Tests.RecordedFolder.FirstFile));
            }

            errors.AddRange(step.Error is null ? [] : [step.Error]);
        }

        Assert.Equal(KanaErrorKind.ExportFailed, Assert.Single(errors).Kind);
        Assert.Equal(["gaps.parquet"], fixture.Files);
    }

    [Fact]
    public void Exports_of_adjacent_times_share_no_row_and_have_all_of_them()
    {
        using ExportFixture fixture = new();
        for (int second = 0; second < 40; second++)
        {
            fixture.Recording.Rate(second, second).Message(second, "trade_history/0x" + new string('5', 64), Testing.Messages.FillsBetween(second, second + 5));
        }

        fixture.Recording.Close();
        fixture.ExportWhole();
        int[] edges = [0, 7, 8, 23, 40];
        for (int i = 1; i < edges.Length; i++)
        {
            fixture.ExportWhole(fixture.Options() with
            {
                OutputPath = fixture.At($"parts/{i}"),
                Part = new() { From = Client.Tests.RecordedFolder.At(edges[i - 1]), To = Client.Tests.RecordedFolder.At(edges[i]).AddTicks(-1) },
            });
        }

        foreach (string table in new[] { "live_funding_rate", "trade_history" })
        {
            string whole = $"SELECT * EXCLUDE ({(table == "trade_history" ? "network" : "change")}) FROM '{fixture.At(table)}.parquet' ORDER BY ALL";
            Assert.Equal(DuckDb.Query(whole), DuckDb.Query(whole.Replace(fixture.At(table), fixture.At($"parts/*/{table}"), StringComparison.Ordinal)));
        }
    }

    // Books of three markets over midnight.
    private static ExportFixture Days()
    {
        const double Midnight = 8520;
        ExportFixture fixture = new();
        fixture.Recording
            .Message(0, "orderbook/14", Testing.Messages.Book(5.7m)).Message(1, "orderbook/14", Testing.Messages.Book(5.71m, 2))
            .Message(2, "orderbook/15", Testing.Messages.Book(97_000m).Replace("14", "15", StringComparison.Ordinal))
            .Message(Midnight - 7200, "orderbook/77", Testing.Messages.Nothing("orderbook")).Close();
        fixture.Recording
            .Message(Midnight, "orderbook/14", Testing.Messages.Book(5.72m, 3))
            .Message(Midnight + 1, "orderbook/77", Testing.Messages.Book(1).Replace("14", "77", StringComparison.Ordinal)).Close("2026-11-26T00.jsonl.gz");
        return fixture;
    }
}
