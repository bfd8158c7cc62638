using System.Collections;

namespace KanaPerps.PowerShell;

/// <summary>Networks that the environment names: <c>KANA_NETWORK_DESK=nats://host:4222/kana/mainnet</c> makes <c>-Network Desk</c>. The venue's own names keep their meaning.</summary>
internal static class NamedNetworks
{
    private const string Prefix = "KANA_NETWORK_";

    /// <summary>What the environment names at this moment, by name. Of variables that differ in case alone, the first in ordinal order counts: that in capitals.</summary>
    public static IReadOnlyList<NamedNetwork> All =>
    [
        .. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(v => (Variable: (string)v.Key, Address: v.Value as string ?? ""))
            .Where(v => v.Variable.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && v.Address.Length > 0)
            .Select(v => new NamedNetwork(v.Variable[Prefix.Length..], v.Variable, v.Address))
            .Where(n => n.Name.Length > 0 && EndpointSelection.NetworkOf(n.Name) is null)
            .OrderBy(n => n.Name, StringComparer.Ordinal)
            .DistinctBy(n => n.Name, StringComparer.OrdinalIgnoreCase)
            .OrderBy(n => n.Name, StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>Finds a network.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <returns>The network, or null.</returns>
    public static NamedNetwork? Find(string name) => All.FirstOrDefault(n => n.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));
}
