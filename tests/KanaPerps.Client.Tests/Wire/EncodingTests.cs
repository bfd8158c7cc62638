using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KanaPerps.Testing;

namespace KanaPerps.Client.Tests.Wire;

/// <summary>One fixture, told in every way that the venue might: all must read the same.</summary>
public sealed partial class EncodingTests
{
    [Theory]
    [MemberData(nameof(SampleCodecs.Messages), MemberType = typeof(SampleCodecs))]
    public void Every_number_may_come_as_a_string_and_every_string_of_digits_as_a_number(string sample)
    {
        string json = Samples.Text(sample);
        string asNumbers = DigitsInQuotes().Replace(json, ":$1");
        string asStrings = BareNumber().Replace(asNumbers, ":\"$1\"");

        AssertReadsTheSame(sample, asNumbers);
        AssertReadsTheSame(sample, asStrings);
    }

    [Theory]
    [MemberData(nameof(SampleCodecs.Messages), MemberType = typeof(SampleCodecs))]
    public void Field_names_may_be_escaped(string sample) =>
        AssertReadsTheSame(sample, FieldName().Replace(Samples.Text(sample), m => $"\"\\u{(int)m.Groups[1].Value[0]:x4}{m.Groups[2].Value}\":"));

    [Theory]
    [MemberData(nameof(SampleCodecs.Messages), MemberType = typeof(SampleCodecs))]
    public void Fields_may_come_in_any_order(string sample) => AssertReadsTheSame(sample, Rewrite(sample, fields => fields.Reverse()));

    [Theory]
    [MemberData(nameof(SampleCodecs.Messages), MemberType = typeof(SampleCodecs))]
    public void Unknown_fields_are_passed_over(string sample) => AssertReadsTheSame(
        sample,
        Rewrite(sample, fields => fields.Append(new("note", new JsonObject { ["price"] = "x", ["deep"] = new JsonArray(1, "2", null) })).Prepend(new("Price", "x"))));

    [Theory]
    [MemberData(nameof(SampleCodecs.Messages), MemberType = typeof(SampleCodecs))]
    public void A_byte_order_mark_is_passed_over(string sample) => AssertReadsTheSame(sample, "\uFEFF" + Samples.Text(sample));

    private static string Rewrite(string sample, Func<IEnumerable<KeyValuePair<string, JsonNode?>>, IEnumerable<KeyValuePair<string, JsonNode?>>> rewrite)
    {
        JsonObject message = JsonNode.Parse(Samples.Bytes(sample))!.AsObject();
        JsonArray data = message["data"]!.AsArray();
        message["data"] = new JsonArray([.. data.Select(r => Copy(rewrite(r!.AsObject())))]);
        return Copy(rewrite(message)).ToJsonString();
    }

    private static JsonObject Copy(IEnumerable<KeyValuePair<string, JsonNode?>> fields) =>
        new(fields.Select(f => KeyValuePair.Create(f.Key, f.Value?.DeepClone())));

    private static void AssertReadsTheSame(string sample, string json)
    {
        (object[] expected, _) = SampleCodecs.Decode(sample, Samples.Text(sample));
        using JsonDocument isStillJson = JsonDocument.Parse(json.TrimStart('\uFEFF'));

        (object[] rows, KanaPerps.Wire.WireProblem? problem) = SampleCodecs.Decode(sample, json);

        Assert.Null(problem);
        Assert.Equal(expected, rows);
    }

    [GeneratedRegex("""(?<=")\s*:\s*"(-?\d+(?:\.\d+)?)"(?=\s*[,}])""")]
    private static partial Regex DigitsInQuotes();

    [GeneratedRegex("""(?<=")\s*:\s*(-?\d+(?:\.\d+)?)(?=\s*[,}])""")]
    private static partial Regex BareNumber();

    [GeneratedRegex("\"([a-z])([a-z_]*)\"\\s*:")]
    private static partial Regex FieldName();
}
