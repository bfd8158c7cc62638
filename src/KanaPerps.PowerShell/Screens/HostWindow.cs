using System.Management.Automation.Host;

namespace KanaPerps.PowerShell.Screens;

/// <summary>What a host says of its window. A host may leave out any part of its interfaces.</summary>
internal static class HostWindow
{
    /// <summary>How wide the window of a host is, or null when it has none.</summary>
    public static int? WidthOf(PSHost? host)
    {
        try
        {
            return host?.UI?.RawUI?.WindowSize is { Width: > 0, Height: > 0 } size ? size.Width : null;
        }
        catch (Exception e) when (IsRefusal(e))
        {
            return null;
        }
    }

    /// <summary>Why a host has no screen to draw on.</summary>
    /// <param name="host">The host.</param>
    /// <returns>The reason as a sentence, or null when it has one.</returns>
    public static string? WhyNoScreen(PSHost host)
    {
        // Only PowerShell's own console writes to the process's standard output; what another host does is its own affair.
        if (host.Name == "ConsoleHost" && Console.IsOutputRedirected)
        {
            return "The output is redirected.";
        }

        return WidthOf(host) is null || !host.UI.SupportsVirtualTerminal ? $"The host '{host.Name}' has no screen to draw on." : null;
    }

    /// <summary>Whether an error means that the host does not have what it was asked for.</summary>
    public static bool IsRefusal(Exception e) => e is InvalidOperationException or NotImplementedException or NotSupportedException or HostException;
}
