namespace KanaPerps.Transport;

/// <summary>The close codes by which the replay of a recording says what no venue says. They count on loopback only.</summary>
internal static class ReplayCloseCode
{
    /// <summary>The recording has ended: nothing follows, and nothing is wrong.</summary>
    public const int Ended = 4100;

    /// <summary>The recording begins again: what came before counts as never sent.</summary>
    public const int BeginsAgain = 4101;

    /// <summary>The connection was lost here when this was recorded: the replay waits for the next one.</summary>
    public const int Lost = 4102;
}
