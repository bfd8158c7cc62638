using System.Text;
using System.Text.Json;

namespace KanaPerps.Testing.Fuzzing;

/// <summary>A message taken apart into its rows and their fields, as texts that can be changed and put together again.</summary>
internal sealed class FuzzedMessage
{
    private FuzzedMessage(string topic, List<List<string>> rows)
    {
        Tail = $"],\"message\":\"{topic}\"}}";
        Rows = rows;
    }

    /// <summary>What stands before the first row.</summary>
    public string Head { get; set; } = "{\"data\":[";

    /// <summary>What stands after the last row.</summary>
    public string Tail { get; set; }

    /// <summary>The rows; each is a list of fields such as <c>"price":"5.5"</c>.</summary>
    public List<List<string>> Rows { get; }

    /// <summary>Takes a message apart.</summary>
    /// <param name="topic">Its topic.</param>
    /// <param name="utf8">The message.</param>
    /// <returns>The parts, or null for a message that has no list of rows.</returns>
    public static FuzzedMessage? TryParse(string topic, ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8);
            return new(
                topic,
                [.. document.RootElement.GetProperty("data").EnumerateArray().Select(r => r.EnumerateObject().Select(f => $"\"{f.Name}\":{f.Value.GetRawText()}").ToList())]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        StringBuilder text = new(Head);
        for (int i = 0; i < Rows.Count; i++)
        {
            text.Append(i > 0 ? "," : "").Append('{').AppendJoin(',', Rows[i]).Append('}');
        }

        return text.Append(Tail).ToString();
    }
}
