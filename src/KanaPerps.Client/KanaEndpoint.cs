using System.Text.RegularExpressions;
using KanaPerps.Bridging;

namespace KanaPerps;

/// <summary>Where a deployment of the venue is reached. Plain <c>ws:</c> and <c>http:</c> are only ever used on loopback.</summary>
public sealed record KanaEndpoint
{
    private KanaEndpoint(KanaNetwork network, Uri webSocket, Uri rest)
    {
        Network = network;
        WebSocket = webSocket;
        Rest = rest;
    }

    /// <summary>The live exchange.</summary>
    public static KanaEndpoint Mainnet { get; } =
        new(KanaNetwork.Mainnet, new("wss://perpetuals-indexer-ws.kana.trade/ws/"), new("https://perps-tradeapi.kana.trade/"));

    /// <summary>The venue's test deployment.</summary>
    public static KanaEndpoint Testnet { get; } =
        new(KanaNetwork.Testnet, new("wss://perpetuals-indexer-ws-develop.kanalabs.io/ws/"), new("https://perps-tradeapi.kanalabs.io/"));

    /// <summary>Where data of a recording came from that does not say it. Nothing answers there.</summary>
    internal static KanaEndpoint Unknown { get; } = new(KanaNetwork.Custom, new("wss://unknown.invalid/"), new("https://unknown.invalid/"));

    private static readonly KanaEndpoint[] s_named = [Mainnet, Testnet];

    /// <summary>Which deployment this is.</summary>
    public KanaNetwork Network { get; }

    /// <summary>The network's name, or the address of a deployment that has none: what every object that came from it carries.</summary>
    public string Name => this == Unknown ? "" : Network == KanaNetwork.Custom ? WebSocket.ToString() : Network.ToString();

    /// <summary>The address of the streams.</summary>
    public Uri WebSocket { get; }

    /// <summary>The address that REST calls are made relative to; ends in a slash.</summary>
    public Uri Rest { get; }

    /// <summary>Makes an endpoint of one address, from which the other follows: the same host and port, streams under /ws/, REST at the root.</summary>
    /// <param name="address">A ws, wss, http or https address; or that of a network on a broker, such as <c>nats://host:4222/kana/mainnet</c>.</param>
    /// <param name="network">What to call it.</param>
    /// <returns>The endpoint.</returns>
    /// <exception cref="KanaException"><see cref="KanaErrorKind.InvalidEndpoint"/>: another scheme, a relative address, or no TLS on a host that is not loopback.</exception>
    public static KanaEndpoint From(Uri address, KanaNetwork network = KanaNetwork.Custom)
    {
        address = WithoutCredentials(address);
        if (s_named.FirstOrDefault(n => address == n.WebSocket || address == n.Rest) is { } named)
        {
            return named;
        }

        if (BrokerAddress.IsOne(address))
        {
            return OfBroker(address);
        }

        bool isWebSocket = address.IsAbsoluteUri && address.Scheme is "ws" or "wss";
        if (!isWebSocket && !(address.IsAbsoluteUri && address.Scheme is "http" or "https"))
        {
            throw new KanaException(
                KanaErrorKind.InvalidEndpoint,
                $"'{address}' is not a ws, wss, http, https, nats or tls address.",
                "Give an absolute address that begins with wss:// or https://, or with ws:// or http:// for this machine.");
        }

        bool isPlain = address.Scheme is "ws" or "http";
        if (isPlain && !address.IsLoopback)
        {
            throw new KanaException(
                KanaErrorKind.InvalidEndpoint,
                $"'{address}' would connect over a network without encryption.",
                "Use wss:// or https://; plain ws:// and http:// are allowed for loopback addresses only.");
        }

        string host = address.GetComponents(UriComponents.HostAndPort, UriFormat.UriEscaped);
        Uri rest = isWebSocket ? new($"{(isPlain ? "http" : "https")}://{host}/") : address.AbsolutePath.EndsWith('/') ? address : new($"{address.GetLeftPart(UriPartial.Path)}/");
        Uri webSocket = isWebSocket ? address : new($"{(isPlain ? "ws" : "wss")}://{host}/ws/");
        return new KanaEndpoint(network, webSocket, rest);
    }

    // The data of a network that bridges publish. What a network has no name for, REST can't be asked of.
    private static KanaEndpoint OfBroker(Uri address)
    {
        BrokerAddress broker = BrokerAddress.Read(address, hasPath: true);
        KanaNetwork network = Enum.GetValues<KanaNetwork>().FirstOrDefault(n => $"{n}".Equals(broker.Network, StringComparison.OrdinalIgnoreCase), KanaNetwork.Custom);
        string host = broker.Host.Contains(':', StringComparison.Ordinal) ? $"[{broker.Host}]" : broker.Host;
        Uri streams = new(FormattableString.Invariant($"{address.Scheme}://{host}:{broker.Port}/{broker.Prefix}/{Uri.EscapeDataString(broker.Network!)}"));
        return new KanaEndpoint(network, streams, network == KanaNetwork.Mainnet ? Mainnet.Rest : network == KanaNetwork.Testnet ? Testnet.Rest : Unknown.Rest);
    }

    /// <summary>The deployment that an object names: what has the same name is of the same one. Where it is reached is not known.</summary>
    /// <param name="name">The network's name, or the address of a deployment that has none.</param>
    /// <returns>The deployment, whose name this is.</returns>
    internal static KanaEndpoint OfObjects(string name)
    {
        KanaNetwork network = Enum.GetValues<KanaNetwork>().FirstOrDefault(n => n.ToString() == name, KanaNetwork.Custom);
        return network != KanaNetwork.Custom ? new(network, Unknown.WebSocket, Unknown.Rest)
            : name.Length > 0 && Uri.TryCreate(name, UriKind.RelativeOrAbsolute, out Uri? address) ? new(network, address, Unknown.Rest)
            : Unknown;
    }

    /// <summary>An address as it may be shown: a name and a password in it are never sent, and must not end up in errors, objects or logs.</summary>
    /// <param name="address">The address.</param>
    /// <returns>The address without them.</returns>
    internal static Uri WithoutCredentials(Uri address) =>
        address is { IsAbsoluteUri: true, UserInfo.Length: > 0 } ? new UriBuilder(address) { UserName = "", Password = "" }.Uri
        : WithoutCredentials(address.OriginalString) is var shown && shown != address.OriginalString ? new Uri(shown, UriKind.RelativeOrAbsolute)
        : address;

    /// <summary>A text that was meant to be an address, as it may be shown.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text without what stands before an @.</returns>
    internal static string WithoutCredentials(string text) =>
        Regex.Replace(text, "^([a-z][a-z0-9+.-]*://)?[^/?#]*@", "$1", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <inheritdoc/>
    public override string ToString() => WebSocket.ToString();
}
