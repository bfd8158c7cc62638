using System.Text.Json;
using System.Text.Json.Serialization;

namespace KanaPerps.Bridging;

/// <summary>What a bridge says of itself: in its heartbeats, in the leases of its feeds and in answers to watchers.</summary>
internal sealed record BridgeRecord
{
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
    };

    /// <summary>The format of what the bridge publishes.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>When it was written, by the clock of the bridge.</summary>
    public string At { get; init; } = "";

    /// <summary>The bridge; empty in a lease that was given back.</summary>
    public string Bridge { get; init; } = "";

    /// <summary>The version of the module.</summary>
    public string Version { get; init; } = "";

    /// <summary>The feeds that the bridge publishes, in a heartbeat.</summary>
    public IReadOnlyList<string>? Feeds { get; init; }

    /// <summary>After how many milliseconds without a heartbeat the bridge counts as dead.</summary>
    public int SilenceMs { get; init; }

    /// <summary>Whether the stream has stored the heartbeat before: what is published is seen by watchers also where it is not stored.</summary>
    public bool? Confirmed { get; init; }

    /// <summary>Whether the bridge ends with this heartbeat.</summary>
    public bool? Ends { get; init; }

    /// <summary>The term of the lease, in a lease and in an answer: a later lease of the same feed has a higher one.</summary>
    public ulong? Term { get; init; }

    /// <summary>The number of the last message or notice of the term that was published, in an answer.</summary>
    public long? Sequence { get; init; }

    /// <summary>Reads one.</summary>
    /// <param name="utf8">The bytes.</param>
    /// <returns>What they say, or null when they are not one of a bridge.</returns>
    public static BridgeRecord? Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize<BridgeRecord>(utf8, s_options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes it.</summary>
    /// <returns>The bytes.</returns>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, s_options);
}
