using System.Globalization;
using System.Text;
using NATS.Client.Core;

namespace KanaPerps.Nats;

/// <summary>The headers of messages of a stream.</summary>
internal static class StoredHeaders
{
    private const string Id = "Nats-Msg-Id";
    private const string LastOfSubject = "Nats-Expected-Last-Subject-Sequence";

    /// <summary>The headers of a message that is to be stored.</summary>
    /// <param name="id">Its id, or null.</param>
    /// <param name="lastOfSubject">The number of the subject's last message, or null.</param>
    /// <returns>The headers, or null for none.</returns>
    public static NatsHeaders? Of(string? id, ulong? lastOfSubject)
    {
        NatsHeaders? headers = null;
        if (id is not null)
        {
            (headers ??= new(capacity: 1))[Id] = id;
        }

        if (lastOfSubject is { } last)
        {
            (headers ??= new(capacity: 1))[LastOfSubject] = last.ToString(CultureInfo.InvariantCulture);
        }

        return headers;
    }

    /// <summary>Finds the message's id.</summary>
    /// <param name="base64">The headers, or null.</param>
    /// <returns>The id, or null.</returns>
    public static string? IdIn(string? base64)
    {
        if (base64 is null)
        {
            return null;
        }

        string headers = Encoding.UTF8.GetString(Convert.FromBase64String(base64));
        return headers.Split("\r\n").FirstOrDefault(h => h.StartsWith($"{Id}:", StringComparison.OrdinalIgnoreCase))?[(Id.Length + 1)..].Trim();
    }
}
