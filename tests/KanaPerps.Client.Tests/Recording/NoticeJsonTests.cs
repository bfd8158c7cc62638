using System.Reflection;
using System.Text.Json;
using KanaPerps.Recording;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Recording;

/// <summary>Notices as lines, and back.</summary>
public sealed class NoticeJsonTests
{
    private static readonly FeedKey s_feed = new(KanaEndpoint.Testnet, "orderbook", "14");
    private static readonly DateTimeOffset s_at = new DateTimeOffset(2026, 11, 25, 21, 38, 34, TimeSpan.Zero).AddTicks(1234567);

    public static TheoryData<Type> AllKinds() =>
        [.. typeof(StreamNotice).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(StreamNotice)) && !t.IsAbstract)];

    [Theory]
    [MemberData(nameof(AllKinds))]
    public void Every_kind_of_notice_comes_back_equal_with_values_in_all_properties(Type kind) => AssertComesBack(Filled(kind, isNull: false));

    [Theory]
    [MemberData(nameof(AllKinds))]
    public void Every_kind_of_notice_comes_back_equal_with_null_where_it_may_be(Type kind) => AssertComesBack(Filled(kind, isNull: true));

    [Fact]
    public void A_notice_reads_well_as_a_line() => Assert.Equal(
        """{"at":"2026-11-25T21:38:34.1234567Z","feed":"orderbook/14","notice":"Reconnected","downtime":"00:00:02.5000000","completeness":"PossibleGap","from":"2026-11-25T21:38:31.0000000Z","text":"reconnected after 2.5 s. Rows between 2026-11-25 21:38:31Z and 2026-11-25 21:38:34Z may be missing."}""",
        Line(new ReconnectedNotice { Feed = s_feed, At = s_at, Downtime = TimeSpan.FromSeconds(2.5), Completeness = Completeness.PossibleGap, From = new(2026, 11, 25, 22, 38, 31, TimeSpan.FromHours(1)) }));

    [Fact]
    public void What_a_recording_missed_reads_well_as_a_line() => Assert.Equal(
        """{"at":"2026-11-25T21:38:34.1234567Z","feed":"orderbook/14","notice":"RecordingGap","from":"2026-11-25T21:38:34.1234567Z","to":"2026-11-25T21:38:35.1234567Z","reason":"the disk was full","messages":12,"text":"12 messages were not recorded between 2026-11-25 21:38:34Z and 2026-11-25 21:38:35Z: the disk was full. Rows of that time are not in the recording."}""",
        Line(new RecordingGapNotice { Feed = s_feed, At = s_at, From = s_at, To = s_at.AddSeconds(1), Reason = "the disk was full", Messages = 12 }));

    [Theory]
    [InlineData("""{"at":"2026-11-25T21:38:34.1234567Z","notice":"Frobnicated","depth":7,"text":"it frobnicated."}""", "Frobnicated")]
    [InlineData("""{"at":"2026-11-25T21:38:34.1234567Z","notice":"Stale","silence":"a while","text":"it frobnicated."}""", "Stale")]
    [InlineData("""{"at":"2026-11-25T21:38:34.1234567Z","notice":"Stale","text":"it frobnicated."}""", "Stale")]
    [InlineData("""{"at":"2026-11-25T21:38:34.1234567Z","notice":"Fault","error":{"kind":"Frobnicated"},"text":"it frobnicated."}""", "Fault")]
    public void A_notice_of_an_unknown_kind_or_with_an_unknown_value_keeps_its_text(string line, string name)
    {
        UnknownNotice notice = Assert.IsType<UnknownNotice>(Read(line));

        Assert.Equal(new UnknownNotice { Feed = s_feed, At = s_at, Name = name, Text = "it frobnicated." }, notice);
        Assert.True(notice.IsWarning);
        Assert.EndsWith("it frobnicated.", notice.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_a_recording_that_steers_a_terminal_is_escaped()
    {
        BadMessageNotice notice = Assert.IsType<BadMessageNotice>(Read("""{"notice":"BadMessage","reason":"InvalidJson","detail":"\u001b[2J","excerpt":"\ud800"}"""));

        Assert.Equal("\\u001B[2J", notice.Detail);
    }

    private static void AssertComesBack(StreamNotice notice)
    {
        string line = Line(notice);
        StreamNotice read = Read(line);

        Assert.Equal(line, Line(read));
        Assert.Equal(notice.ToString(), read.ToString());
        if (notice is FaultNotice { Error: { } written } fault)
        {
            KanaException error = Assert.IsType<FaultNotice>(read).Error;
            Assert.Equal((written.Kind, written.Message, written.NextStep), (error.Kind, error.Message, error.NextStep));
            notice = fault with { Error = error };
        }

        Assert.Equal(notice, read);
    }

    // A notice with a value in each property that it has, which is none of the defaults.
    private static StreamNotice Filled(Type kind, bool isNull)
    {
        StreamNotice notice = (StreamNotice)Activator.CreateInstance(kind)!;
        NullabilityInfoContext nullability = new();
        foreach (PropertyInfo property in kind.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Where(p => p.CanWrite))
        {
            bool mayBeNull = nullability.Create(property).WriteState == NullabilityState.Nullable;
            property.SetValue(notice, isNull && mayBeNull ? null : Value(property.PropertyType));
        }

        return notice;
    }

    private static object Value(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        Type t when t == typeof(FeedKey) => s_feed,
        Type t when t == typeof(DateTimeOffset) => s_at,
        Type t when t == typeof(TimeSpan) => TimeSpan.FromTicks(12_345_678_901_234),
        Type t when t == typeof(string) => "a \"text\" with \\ and ü 漢 🙂",
        Type t when t == typeof(bool) => true,
        Type t when t == typeof(int) => 123_456_789,
        Type t when t == typeof(long) => 9_007_199_254_740_993L,
        Type t when t == typeof(KanaException) => new KanaException(KanaErrorKind.Unauthorized, "what happened.", "what to do."),
        Type t when t.IsEnum => Enum.GetValues(t).GetValue(Enum.GetValues(t).Length - 1)!,
        Type t => throw new NotSupportedException($"Give {t} a value here, and a form in NoticeJson."),
    };

    private static string Line(StreamNotice notice) => System.Text.Encoding.UTF8.GetString(NoticeJson.Write(notice));

    private static StreamNotice Read(string line) => NoticeJson.Read(JsonDocument.Parse(line).RootElement, s_feed);
}
