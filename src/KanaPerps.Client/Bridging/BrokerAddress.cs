using KanaPerps.Wire;

namespace KanaPerps.Bridging;

/// <summary>
/// The address of a NATS server, with the data of a network behind it if it has a path: <c>nats://host:4222/kana/mainnet</c> is the network mainnet, by bridges that publish
/// with the prefix kana. <c>tls:</c> asks for an encrypted connection, which is required beyond loopback in any case.
/// </summary>
internal sealed record BrokerAddress
{
    private const int UsualPort = 4222;

    /// <summary>The name or address of the host.</summary>
    public required string Host { get; init; }

    /// <summary>The port.</summary>
    public required int Port { get; init; }

    /// <summary>Whether the connection must be encrypted.</summary>
    public required bool RequiresTls { get; init; }

    /// <summary>What the subjects begin with, or null.</summary>
    public string? Prefix { get; init; }

    /// <summary>The network as it stands in subjects, or null.</summary>
    public string? Network { get; init; }

    /// <summary>Whether an address is one of a NATS server.</summary>
    /// <param name="address">The address.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsOne(Uri address) => address.IsAbsoluteUri && address.Scheme is "nats" or "tls";

    /// <summary>Reads an address.</summary>
    /// <param name="address">The address. A name and a password in it are not used.</param>
    /// <param name="hasPath">Whether it names the data of a network, or a server alone.</param>
    /// <returns>The address.</returns>
    /// <exception cref="KanaException"><see cref="KanaErrorKind.InvalidEndpoint"/>: another scheme, or another path.</exception>
    public static BrokerAddress Read(Uri address, bool hasPath)
    {
        address = KanaEndpoint.WithoutCredentials(address);
        string example = hasPath ? "nats://host:4222/kana/mainnet" : "nats://host:4222";
        if (!IsOne(address) || address.Host.Length == 0 || address.Query.Length + address.Fragment.Length > 0)
        {
            throw Invalid($"'{VenueText.Shorten(address.ToString())}' is not the address of a NATS server.", example);
        }

        string[] path = [.. address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
        if (path.Length != (hasPath ? 2 : 0) || (hasPath && !BridgeSubjects.IsPrefix(path[0])))
        {
            string what = hasPath ? "names no prefix and network of a bridge" : "has a path, and a server has none";
            throw Invalid($"'{VenueText.Shorten(address.ToString())}' {what}.", example);
        }

        return new BrokerAddress
        {
            Host = address.IdnHost.Trim('[', ']'),
            Port = address.IsDefaultPort || address.Port < 0 ? UsualPort : address.Port,
            RequiresTls = address.Scheme == "tls" || !address.IsLoopback,
            Prefix = hasPath ? path[0] : null,
            Network = hasPath ? path[1].ToLowerInvariant() : null,
        };
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Host}:{Port}";

    private static KanaException Invalid(string message, string example) =>
        new(KanaErrorKind.InvalidEndpoint, message, $"Give an address such as {example}, where a bridge of Start-KanaBridge publishes.");
}
