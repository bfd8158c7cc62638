using System.Net;
using KanaPerps.Wire;

namespace KanaPerps.Transport;

/// <summary>
/// The proxy that the environment names. The framework passes over what it can't read, and over what is set after it has looked: the
/// connection would then go out directly, and silently.
/// </summary>
internal static class ProxyVariables
{
    // In the framework's order for https.
    private static readonly string[] s_names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
    private static readonly string[] s_exceptions = ["no_proxy", "NO_PROXY"];
    private static readonly string[] s_schemes = ["http", "https", "socks4", "socks4a", "socks5"];

    /// <summary>Refuses a connection that would not go through the proxy that the environment names.</summary>
    /// <param name="endpoint">Where a connection is about to be made to.</param>
    /// <param name="framework">The proxies that the framework uses.</param>
    /// <param name="variable">Reads a variable of the environment.</param>
    /// <exception cref="BlockedDialException">A proxy is named and not used, or not as it is named.</exception>
    public static void RequireUse(Uri endpoint, IWebProxy framework, Func<string, string?> variable)
    {
        string? name = s_names.FirstOrDefault(n => !string.IsNullOrWhiteSpace(variable(n)));
        if (name is null || IsException(endpoint.IdnHost, variable))
        {
            return;
        }

        // The rest of the address may hold a password.
        string value = variable(name)!.Trim();
        int end = value.IndexOf("://", StringComparison.Ordinal);
        string scheme = end < 0 ? "http" : value[..end].ToLowerInvariant();
        bool isKnown = s_schemes.Contains(scheme);
        if (framework.GetProxy(endpoint) is { } proxy && (isKnown || !IsMisreadAs(proxy, value)))
        {
            return;
        }

        throw isKnown
            ? new BlockedDialException(
                KanaErrorKind.Proxy,
                $"{name} names a proxy that .NET does not use, because its address is not valid or the variable was set after PowerShell started: the connection would bypass the proxy",
                $"Check the address, and set {name} before PowerShell starts: .NET reads it once per process")
            : new BlockedDialException(
                KanaErrorKind.Proxy,
                $"{name} names a proxy with the scheme '{VenueText.Shorten(scheme)}', which .NET does not support: the connection would bypass the proxy",
                $"Set {name} before PowerShell starts, to an address that begins with http://, https://, socks4://, socks4a:// or socks5:// (whose proxy looks names up, as with socks5h://)");
    }

    // With a name and a password in the address, the framework takes an unknown scheme for a part of the name, and the proxy for one of HTTP.
    private static bool IsMisreadAs(Uri proxy, string value) =>
        value.LastIndexOf('@') is >= 0 and int at && Uri.TryCreate($"http://{value[(at + 1)..]}", UriKind.Absolute, out Uri? rest) && rest.Authority == proxy.Authority;

    // As the framework does: a name is that host alone, a name with a dot in front also the hosts below it; nothing else is a pattern.
    private static bool IsException(string host, Func<string, string?> variable)
    {
        string list = s_exceptions.Select(variable).FirstOrDefault(v => !string.IsNullOrEmpty(v)) ?? "";
        return list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Any(entry => entry[0] == '.'
            ? host.EndsWith(entry, StringComparison.OrdinalIgnoreCase) || host.Equals(entry[1..], StringComparison.OrdinalIgnoreCase)
            : host.Equals(entry, StringComparison.OrdinalIgnoreCase));
    }
}
