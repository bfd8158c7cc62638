using System.Text;
using KanaPerps.Alerts;

namespace KanaPerps.Client.Tests.Alerts;

public sealed class AlertStateFileTests : IDisposable
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly AlertRule s_rule = new() { Property = "P", Below = [10, 5], RearmAbove = 15, By = ["Symbol"], MinInterval = TimeSpan.FromMinutes(1), Stale = true };
    private readonly string _folder = Directory.CreateTempSubdirectory("kana-alerts").FullName;

    private string Path => System.IO.Path.Combine(_folder, "state.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_next_run_of_a_job_goes_on_where_the_last_one_ended()
    {
        Take(9);
        string before = File.ReadAllText(Path);
        using (AlertStateFile file = AlertStateFile.Open(Path, s_rule, out AlertTracker tracker))
        {
            Assert.Null(tracker.Judge("A", s_noon, 9, null).Alert);
            Assert.Equal(5, tracker.Judge("A", s_noon.AddMinutes(1), 4, null).Alert?.Level);
        }

        Assert.Equal(before, File.ReadAllText(Path));
        Assert.Equal("""
            {
              "version": 1,
              "rule": {
                "property": "P",
                "below": [
                  10,
                  5
                ],
                "rearmAbove": 15,
                "by": [
                  "Symbol"
                ]
              },
              "keys": {
                "A": {
                  "below": 10,
                  "lastAlert": "2026-11-26T12:00:00+00:00"
                }
              }
            }

            """, before);
    }

    [Fact]
    public void All_that_is_known_of_a_key_survives()
    {
        AlertRule rule = s_rule with { Above = [20], ChangeOnly = true };
        AlertKeyState state = new() { Below = new(1, 2), Above = new(0, 1), LastAlert = s_noon, Suppressed = 3, IsStale = true, IsSeen = true };
        Assert.True(AlertStateJson.Read(AlertStateJson.Write(new(rule, [new("A", state)])), rule, out Dictionary<string, AlertKeyState>? keys));
        Assert.Equal(state, keys["A"]);
    }

    [Fact]
    public void A_second_job_is_refused_as_long_as_the_first_one_runs()
    {
        using (AlertStateFile.Open(Path, s_rule, out _))
        {
            Assert.Equal(KanaErrorKind.StateFileInUse, Refusal(s_rule));
        }

        AlertStateFile.Open(Path, s_rule, out _).Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"version\":1,\"rule\":null,\"keys\":{}}")]
    [InlineData("{\"version\":1}")]
    [InlineData("{\"version\":2,\"rule\":{},\"keys\":{}}")]
    [InlineData("{\"version\":1,\"rule\":{\"property\":\"P\",\"below\":[10,5],\"rearmAbove\":15,\"by\":[\"Symbol\"]},\"keys\":{\"A\":{\"below\":7}}}")]
    [InlineData("{\"version\":1,\"rule\":{\"property\":\"P\",\"below\":[10,5],\"rearmAbove\":15,\"by\":[\"Symbol\"]},\"keys\":{\"A\":null}}")]
    public void A_file_that_is_damaged_is_refused_and_left_as_it_is(string text)
    {
        File.WriteAllText(Path, text);
        Assert.Equal(KanaErrorKind.StateFileDamaged, Refusal(s_rule));
        Assert.Equal(text, File.ReadAllText(Path));
    }

    [Fact]
    public void A_file_that_is_cut_off_at_any_place_is_refused()
    {
        Take(9);
        byte[] whole = File.ReadAllBytes(Path);

        // The line break at the end says nothing.
        for (int length = 0; length < whole.Length - 1; length++)
        {
            File.WriteAllBytes(Path, whole[..length]);
            Assert.Equal(KanaErrorKind.StateFileDamaged, Refusal(s_rule));
        }
    }

    [Fact]
    public void A_file_of_another_rule_is_refused_and_left_as_it_is()
    {
        Take(9);
        string before = File.ReadAllText(Path);
        AlertRule[] others = [s_rule with { Property = "Q" }, s_rule with { Below = [10] }, s_rule with { Above = [20] }, s_rule with { RearmAbove = 16 }, s_rule with { By = null }, s_rule with { By = ["Side"] }];
        Assert.All(others, other => Assert.Equal(KanaErrorKind.StateFileMismatch, Refusal(other)));
        Assert.Equal(before, File.ReadAllText(Path));
    }

    [Fact]
    public void A_change_of_what_the_state_does_not_depend_on_keeps_it_and_so_does_another_order_of_levels()
    {
        Take(9);
        using AlertStateFile file = AlertStateFile.Open(Path, s_rule with { Below = [5, 10, 5], MinInterval = default, Stale = false, Property = "p", By = ["symbol"] }, out AlertTracker tracker);
        Assert.Null(tracker.Judge("A", s_noon, 9, null).Alert);
    }

    [Fact]
    public void A_file_that_is_read_only_is_refused_and_left_as_it_is()
    {
        Take(9);
        File.SetAttributes(Path, FileAttributes.ReadOnly);
        Assert.Equal(KanaErrorKind.StateFileUnwritable, Refusal(s_rule));
        File.SetAttributes(Path, FileAttributes.Normal);
    }

    [Fact]
    public void A_folder_that_does_not_exist_or_is_no_folder_is_refused()
    {
        Assert.Equal(KanaErrorKind.StateFileUnwritable, Refusal(s_rule, System.IO.Path.Combine(_folder, "nowhere", "state.json")));
        Take(9);
        Assert.Equal(KanaErrorKind.StateFileUnwritable, Refusal(s_rule, System.IO.Path.Combine(Path, "state.json")));
        Assert.Equal(KanaErrorKind.StateFileUnwritable, Refusal(s_rule, _folder));
    }

    [Fact]
    public void What_a_killed_job_has_left_half_written_is_not_the_state()
    {
        Take(9);
        File.WriteAllText(Path + ".partial", "{\"version\":");
        Take(4);
        Assert.Contains("\"below\": 5", File.ReadAllText(Path), StringComparison.Ordinal);
        Assert.Equal(["state.json", "state.json.lock"], Directory.GetFiles(_folder).Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_key_of_any_text_survives()
    {
        string key = "\"Ä, \u202e\n\0" + Encoding.UTF8.GetString([0xF0, 0x9F, 0x98, 0x80]);
        Assert.True(AlertStateJson.Read(AlertStateJson.Write(new(s_rule, [new(key, new() { Below = new(1, 1) })])), s_rule, out Dictionary<string, AlertKeyState>? keys));
        Assert.Equal(key, Assert.Single(keys.Keys));
    }

    private void Take(decimal value)
    {
        using AlertStateFile file = AlertStateFile.Open(Path, s_rule, out AlertTracker tracker);
        AlertDecision decision = tracker.Judge("A", s_noon.AddMinutes(10 - (double)value - 1), value, null);
        Assert.NotNull(decision.Alert);
        tracker.Accept(decision);
        file.Save(tracker);
    }

    private KanaErrorKind Refusal(AlertRule rule, string? path = null) =>
        Assert.Throws<KanaException>(() => AlertStateFile.Open(path ?? Path, rule, out _)).Kind;
}
