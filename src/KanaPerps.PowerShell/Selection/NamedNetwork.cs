using KanaPerps.Wire;

namespace KanaPerps.PowerShell;

/// <summary>A network that the environment names. Not a record: its address may have credentials in it, and is not printed.</summary>
/// <param name="name">The name.</param>
/// <param name="variable">The environment variable.</param>
/// <param name="address">What it says.</param>
internal sealed class NamedNetwork(string name, string variable, string address)
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>The address as it may be shown.</summary>
    public string Shown => KanaEndpoint.WithoutCredentials(address);

    /// <summary>The deployment.</summary>
    /// <returns>The deployment.</returns>
    /// <exception cref="KanaException"><see cref="KanaErrorKind.InvalidEndpoint"/>: the variable has no address of one.</exception>
    public KanaEndpoint Resolve()
    {
        try
        {
            return Uri.TryCreate(address, UriKind.Absolute, out Uri? uri)
                ? KanaEndpoint.From(uri)
                : throw new KanaException(KanaErrorKind.InvalidEndpoint, $"'{VenueText.Shorten(Shown)}' is not an address.", "Give it one such as nats://host:4222/kana/mainnet or wss://host/ws/.");
        }
        catch (KanaException e)
        {
            throw new KanaException(e.Kind, $"The environment variable {variable} can't be used: {e.Message}", e.NextStep);
        }
    }
}
