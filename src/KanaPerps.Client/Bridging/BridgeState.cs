namespace KanaPerps.Bridging;

/// <summary>What a bridge does.</summary>
public enum BridgeState
{
    /// <summary>It publishes.</summary>
    Publishing,

    /// <summary>Another bridge publishes all of its feeds. It takes over where that one ends.</summary>
    Standby,

    /// <summary>The broker takes nothing at present. It tries again; what comes meanwhile waits in memory, as far as there is room.</summary>
    Retrying,

    /// <summary>It has ended: it was stopped, or every feed has ended.</summary>
    Stopped,
}
