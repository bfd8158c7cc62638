namespace KanaPerps.Testing.Faults;

/// <summary>What a <see cref="FaultProxy"/> does to what passes through it. May be changed at any time.</summary>
public sealed class FaultSettings
{
    /// <summary>How long each piece is held back.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Bytes a second and direction, or 0 for as many as come.</summary>
    public int BytesPerSecond { get; set; }

    /// <summary>The largest piece that is passed on at once, or 0 for any; the size of each piece is drawn by the seed.</summary>
    public int LargestSlice { get; set; }

    /// <summary>
    /// Whether nothing reaches the client, while the connection stands. What was under way comes later, as TCP has it: a network may
    /// hold bytes up for ever, but it never leaves some out.
    /// </summary>
    public bool BlackHoleToClient { get; set; }

    /// <summary>Whether nothing reaches the server, while the connection stands.</summary>
    public bool BlackHoleToServer { get; set; }

    /// <summary>Whether new connections are reset as soon as they come.</summary>
    public bool RefusesNew { get; set; }

    /// <summary>After how many more bytes to the client its connection is reset, or null for never.</summary>
    public long? ResetAfterBytes { get; set; }

    /// <summary>Lets everything pass again.</summary>
    public void Heal()
    {
        Latency = TimeSpan.Zero;
        BytesPerSecond = 0;
        LargestSlice = 0;
        BlackHoleToClient = false;
        BlackHoleToServer = false;
        RefusesNew = false;
        ResetAfterBytes = null;
    }
}
