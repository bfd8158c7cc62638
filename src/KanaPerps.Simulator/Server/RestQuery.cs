using System.Globalization;
using System.Net;

namespace KanaPerps.Simulator;

/// <summary>The parameters of a call; what is missing or makes no sense is refused by name.</summary>
internal sealed class RestQuery(IReadOnlyDictionary<string, string> parameters, KanaNetwork network)
{
    /// <summary>The wallet, padded and in lower case.</summary>
    public string Wallet => AccountAddress.TryNormalize(Text("userAddress"), out string wallet)
        ? wallet
        : throw new RestRefusalException(HttpStatusCode.BadRequest, "userAddress is not a valid address");

    /// <summary>The market that is asked for, and its id as it was written.</summary>
    public (Instrument Instrument, string Id) Market => Text("marketId") is not string id
        ? throw new RestRefusalException(HttpStatusCode.BadRequest, "marketId is missing")
        : (InstrumentTable.Find(id, network) ?? throw new RestRefusalException(HttpStatusCode.NotFound, "Market not found"), id);

    /// <summary>The market that is asked for, or null for all.</summary>
    public Instrument? OptionalMarket => Text("marketId") is null ? null : Market.Instrument;

    /// <summary>A parameter, or null when it is missing or blank.</summary>
    public string? Text(string name) => parameters.TryGetValue(name, out string? value) && !string.IsNullOrWhiteSpace(value) ? value : null;

    /// <summary>A whole number in a range.</summary>
    public int Number(string name, int fallback, int least, int most)
    {
        if (Text(name) is not string text)
        {
            return fallback;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least
            ? Math.Min(value, most)
            : throw new RestRefusalException(HttpStatusCode.BadRequest, FormattableString.Invariant($"{name} must be a whole number from {least}"));
    }
}
