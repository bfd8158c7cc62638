using System.Management.Automation;
using KanaPerps.Wire;

namespace KanaPerps.PowerShell;

/// <summary>Which deployment a command means: by a network's name, an address, or the environment variables KANA_NETWORK and KANA_NETWORK_ with a name behind it.</summary>
/// <param name="Network">The name given, or null.</param>
/// <param name="Endpoint">The address given, or null. It counts before the name.</param>
internal readonly record struct EndpointSelection(string? Network, Uri? Endpoint)
{
    // So many names an error lists.
    private const int MostNames = 12;

    /// <summary>The network that is named, or null when an address or an unknown name is given.</summary>
    public KanaNetwork? NamedNetwork => Endpoint is null ? NetworkOf(Name) : null;

    private string Name =>
        Network ?? (Environment.GetEnvironmentVariable("KANA_NETWORK") is { Length: > 0 } preset ? preset : nameof(KanaNetwork.Mainnet));

    /// <summary>What an object from the pipeline means. Where KANA_NETWORK is the address of bridges, objects of their network come from there, and so do those that follow from them.</summary>
    /// <param name="network">The network that the object names, or null.</param>
    /// <param name="endpoint">The address that the object names, or null.</param>
    /// <returns>The deployment that is meant.</returns>
    public static EndpointSelection OfObject(string? network, Uri? endpoint)
    {
        EndpointSelection preset = new(null, null);
        bool isPreset = endpoint is null && network is not null && preset.NamedNetwork is null
            && preset.TryResolve(out KanaEndpoint session, out _) && session.Network != KanaNetwork.Custom && session.Network == NetworkOf(network);
        return isPreset ? preset : new(network, endpoint);
    }

    /// <summary>The network of a name, or null when the name is unknown. Parsing the enum would take numbers and lists of names too.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <returns>The network.</returns>
    public static KanaNetwork? NetworkOf(string name) => name.Trim().ToUpperInvariant() switch
    {
        "MAINNET" => KanaNetwork.Mainnet,
        "TESTNET" => KanaNetwork.Testnet,
        "SIMULATOR" => KanaNetwork.Simulator,
        "REPLAY" => KanaNetwork.Replay,
        _ => null,
    };

    /// <summary>Finds the deployment.</summary>
    /// <param name="endpoint">The deployment; null if there is an error.</param>
    /// <param name="error">What is wrong with the name or the address.</param>
    /// <returns>Whether it was found.</returns>
    public bool TryResolve(out KanaEndpoint endpoint, out ErrorRecord? error)
    {
        error = null;
        endpoint = null!;
        object shown = Endpoint is null ? KanaEndpoint.WithoutCredentials(Name) : KanaEndpoint.WithoutCredentials(Endpoint);
        try
        {
            if (NamedNetwork == KanaNetwork.Replay)
            {
                endpoint = ReplayHost.Endpoint()!;
                error = endpoint is null ? NoReplay() : null;
            }
            else if (NamedNetwork is { } network)
            {
                endpoint = Named(network);
            }
            else if ((Endpoint ?? AddressIn(Name)) is { } address)
            {
                endpoint = KanaEndpoint.From(address);
            }
            else if (NamedNetworks.Find(Name) is { } own)
            {
                endpoint = own.Resolve();
            }
            else
            {
                error = UnknownNetwork(KanaEndpoint.WithoutCredentials(Name));
            }
        }
        catch (KanaException e)
        {
            error = ErrorRecords.From(e, shown);
        }

        return error is null;
    }

    // Objects from an endpoint without a name carry its address as their network.
    private static Uri? AddressIn(string name) =>
        name.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(name, UriKind.Absolute, out Uri? address) ? address : null;

    private static KanaEndpoint Named(KanaNetwork network) => network switch
    {
        KanaNetwork.Mainnet => KanaEndpoint.Mainnet,
        KanaNetwork.Testnet => KanaEndpoint.Testnet,
        _ => SimulatorHost.Endpoint(),
    };

    private static ErrorRecord NoReplay() => ErrorRecords.Of(
        KanaErrors.ReplayNotFound,
        nameof(KanaNetwork.Replay),
        "No replay runs in this process.",
        "Start one with Start-KanaReplay, or give the address of another process's replay with -Endpoint.");

    private static ErrorRecord UnknownNetwork(string name)
    {
        string[] names = [nameof(KanaNetwork.Mainnet), nameof(KanaNetwork.Testnet), nameof(KanaNetwork.Simulator), nameof(KanaNetwork.Replay), .. NamedNetworks.All.Select(n => n.Name)];
        string[] shown = [.. names.Take(MostNames).Select(n => VenueText.Shorten(n))];
        return ErrorRecords.Of(
            KanaErrors.UnknownNetwork,
            name,
            $"Unknown network '{VenueText.Shorten(name)}'.",
            NearMiss.Question(name, names)
                + $"Use {string.Join(", ", shown[..^1])} or {shown[^1]} with -Network or in the environment variable KANA_NETWORK, or give an address with -Endpoint. "
                + "A name of your own is set up by an environment variable with its address, such as KANA_NETWORK_DESK=nats://host:4222/kana/mainnet for Desk.");
    }
}
