using System.Text.Json;

namespace KanaPerps.PowerShell;

/// <summary>What REST said at the start of a recording of the profile of a wallet.</summary>
internal static class RecordedProfile
{
    private const string Call = "getProfileAddress?userAddress=";

    /// <summary>Reads an answer.</summary>
    /// <param name="query">The path and the query of the call.</param>
    /// <param name="answer">The answer.</param>
    /// <returns>The wallet and its profile, in the form in which addresses compare; null when the answer is another one.</returns>
    public static (string Wallet, string Profile)? Read(string query, ReadOnlyMemory<byte> answer)
    {
        int call = query.IndexOf(Call, StringComparison.Ordinal);
        return call >= 0
            && AccountAddress.TryNormalize(Uri.UnescapeDataString(query[(call + Call.Length)..]), out string wallet)
            && AccountAddress.TryNormalize(DataOf(answer), out string profile) ? (wallet, profile) : null;
    }

    private static string? DataOf(ReadOnlyMemory<byte> answer)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(answer);
            return json.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("data", out JsonElement data) && data.ValueKind == JsonValueKind.String ? data.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
