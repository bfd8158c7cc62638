using System.Diagnostics;
using System.Globalization;

namespace KanaPerps.Testing.Faults;

/// <summary>A second network on this machine, with one cable to the first: processes in it reach what listens on <see cref="HostAddress"/> and nothing else. Linux alone, and as root.</summary>
public sealed class NetworkNamespace : IAsyncDisposable
{
    // Interfaces have names of at most 15 characters.
    private readonly string _cable = string.Create(CultureInfo.InvariantCulture, $"kana{Environment.ProcessId}");

    private NetworkNamespace()
    {
        // An address for documentation: no network has it.
        int block = Environment.ProcessId % 64 * 4;
        HostAddress = string.Create(CultureInfo.InvariantCulture, $"198.51.100.{block + 1}");
        OtherAddress = string.Create(CultureInfo.InvariantCulture, $"198.51.100.{block + 2}");
    }

    /// <summary>The name of the namespace.</summary>
    public string Name => _cable;

    /// <summary>The address of this side.</summary>
    public string HostAddress { get; }

    /// <summary>The address of the other side.</summary>
    public string OtherAddress { get; }

    /// <summary>Makes one.</summary>
    /// <returns>The namespace, or why there can be none here.</returns>
    public static async Task<(NetworkNamespace? Made, string Problem)> TryCreateAsync()
    {
        if (!OperatingSystem.IsLinux())
        {
            return (null, "network namespaces are a part of Linux");
        }

        NetworkNamespace made = new();
        string[] steps =
        [
            $"netns add {made.Name}",
            $"link add {made._cable}a type veth peer name {made._cable}b netns {made.Name}",
            $"addr add {made.HostAddress}/30 dev {made._cable}a",
            $"link set {made._cable}a up",
            $"-n {made.Name} addr add {made.OtherAddress}/30 dev {made._cable}b",
            $"-n {made.Name} link set {made._cable}b up",
            $"netns exec {made.Name} true",
        ];
        foreach (string step in steps)
        {
            if (await IpAsync(step) is { } problem)
            {
                await made.DisposeAsync();
                return (null, $"'ip {step}' fails: {problem}");
            }
        }

        return (made, "");
    }

    /// <summary>Removes it, and the cable with it.</summary>
    /// <returns>When that is done.</returns>
    public async ValueTask DisposeAsync()
    {
        // The cable outlives the namespace as long as a process is in it.
        await IpAsync($"link delete {_cable}a");
        await IpAsync($"netns delete {Name}");
    }

    private static async Task<string?> IpAsync(string arguments)
    {
        try
        {
            using Process ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
            string told = await ip.StandardError.ReadToEndAsync().InTime(arguments);
            await ip.WaitForExitAsync().InTime(arguments);
            return ip.ExitCode == 0 ? null : told.Trim();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return e.Message;
        }
    }
}
