namespace KanaPerps.Topics;

/// <summary>What a topic is asked for with.</summary>
public enum TopicKeyKind
{
    /// <summary>Nothing: the topic covers the whole venue.</summary>
    None,

    /// <summary>A profile address.</summary>
    Address,

    /// <summary>A market id.</summary>
    Market,
}
