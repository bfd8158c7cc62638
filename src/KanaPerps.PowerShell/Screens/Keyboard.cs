using System.Management.Automation.Host;

namespace KanaPerps.PowerShell.Screens;

/// <summary>The keys that are pressed, where a host has a keyboard. Keys give no signal, so they are looked for at intervals.</summary>
internal sealed class Keyboard
{
    private readonly PSHostUserInterface _ui;

    public Keyboard(PSHost host)
    {
        _ui = host.UI;
    }

    /// <summary>How often to look: a key seems to do something at once, and the looking costs nothing that counts.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Whether keys can be read; known after the first try.</summary>
    public bool HasKeys { get; private set; } = true;

    /// <summary>Whether a key was read: the terminal may have echoed it before.</summary>
    public bool HasEchoed { get; set; }

    /// <summary>Takes all keys that were pressed, without waiting for one.</summary>
    /// <returns>Whether q was among them.</returns>
    public bool IsQuit()
    {
        bool isQuit = false;
        while (TryRead() is { } key)
        {
            isQuit |= key is 'q' or 'Q';
        }

        return isQuit;
    }

    private char? TryRead()
    {
        try
        {
            if (!HasKeys || !_ui.RawUI.KeyAvailable)
            {
                return null;
            }

            // A key that is let go counts as available in some hosts, and a read that did not want it would wait for another.
            KeyInfo key = _ui.RawUI.ReadKey(ReadKeyOptions.NoEcho | ReadKeyOptions.IncludeKeyDown | ReadKeyOptions.IncludeKeyUp);
            HasEchoed = true;
            return key.KeyDown ? key.Character : '\0';
        }
        catch (Exception e) when (HostWindow.IsRefusal(e))
        {
            // Standard input is redirected, or the host has no keyboard.
            HasKeys = false;
            return null;
        }
    }
}
