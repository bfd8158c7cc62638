namespace KanaPerps.Streaming;

/// <summary>What to do about a connection's silence.</summary>
internal enum LivenessVerdict
{
    /// <summary>Nothing.</summary>
    Fine,

    /// <summary>Send the subscription once more.</summary>
    SubscribeAgain,

    /// <summary>No first message even so: dial again.</summary>
    DialAgain,

    /// <summary>Still no first message on the second connection: tell. Subscribing and dialling go on, with growing pauses.</summary>
    WarnOfSilence,

    /// <summary>Tell that the topic is stale; the connection itself answers.</summary>
    Stale,

    /// <summary>Tell that messages come and nothing in them changes.</summary>
    Standstill,

    /// <summary>A message never comes to its end: dial again.</summary>
    StuckMessage,

    /// <summary>The process was suspended, so the state of the connection is unknown: reconnect at once.</summary>
    Suspended,
}
