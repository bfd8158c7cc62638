namespace KanaPerps.Simulator;

/// <summary>What stands around the rows of a message. Key order differs between the venue's published messages, and so it does here.</summary>
internal enum FeedEnvelope
{
    /// <summary><c>{"data":[…],"message":"…"}</c></summary>
    DataFirst,

    /// <summary><c>{"message":"…","data":[…]}</c></summary>
    MessageFirst,

    /// <summary><c>{"data":[…]}</c></summary>
    DataOnly,
}
