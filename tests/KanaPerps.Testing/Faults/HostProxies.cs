using System.Collections.Concurrent;
using System.Net;

namespace KanaPerps.Testing.Faults;

/// <summary>
/// Stands in for the system's proxy settings: hosts of the domain <c>proxied.invalid</c> are reached by the proxy that a test names, all
/// others as ever. One for the process, because the system's settings are.
/// </summary>
public sealed class HostProxies : IWebProxy
{
    private static readonly HostProxies s_installed = Install();
    private readonly ConcurrentDictionary<string, Uri> _proxies = new(StringComparer.OrdinalIgnoreCase);
    private readonly IWebProxy _system;

    private HostProxies(IWebProxy system)
    {
        _system = system;
    }

    /// <inheritdoc/>
    public ICredentials? Credentials { get; set; }

    /// <summary>Makes an endpoint that is reached by a proxy only.</summary>
    /// <param name="host">A name of the test's own, without the domain.</param>
    /// <param name="proxyPort">The proxy's port on loopback.</param>
    /// <param name="credentials">The proxy's name and password, as they stand in its address; or null.</param>
    public static KanaEndpoint Behind(string host, int proxyPort, string? credentials = null)
    {
        Uri endpoint = new($"wss://{host}.proxied.invalid/ws/");
        s_installed._proxies[endpoint.Host] = new Uri($"http://{(credentials is null ? "" : $"{credentials}@")}127.0.0.1:{proxyPort}/");
        return KanaEndpoint.From(endpoint);
    }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination) => _proxies.TryGetValue(destination.Host, out Uri? proxy) ? proxy : _system.GetProxy(destination);

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => !_proxies.ContainsKey(host.Host) && _system.IsBypassed(host);

    private static HostProxies Install()
    {
        HostProxies proxies = new(HttpClient.DefaultProxy);
        HttpClient.DefaultProxy = proxies;
        return proxies;
    }
}
