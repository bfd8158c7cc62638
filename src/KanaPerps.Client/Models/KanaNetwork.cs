namespace KanaPerps;

/// <summary>Which deployment of the venue is meant.</summary>
public enum KanaNetwork
{
    /// <summary>The live exchange.</summary>
    Mainnet,

    /// <summary>The venue's test deployment.</summary>
    Testnet,

    /// <summary>The embedded exchange on loopback.</summary>
    Simulator,

    /// <summary>An endpoint that the user named.</summary>
    Custom,

    /// <summary>A recording that is replayed on loopback.</summary>
    Replay,
}
