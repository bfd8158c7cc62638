using System.Text;

namespace KanaPerps.Nats;

/// <summary>The headers of a message as a stream gives them.</summary>
internal static class StoredHeaders
{
    private const string Id = "Nats-Msg-Id:";

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
        return headers.Split("\r\n").FirstOrDefault(h => h.StartsWith(Id, StringComparison.OrdinalIgnoreCase))?[Id.Length..].Trim();
    }
}
