namespace KanaPerps.Streaming;

/// <summary>A subscription as its group sees it. Used by the consumer only.</summary>
internal interface IGroupMember
{
    /// <summary>Whether there may be something to read.</summary>
    bool HasEntries { get; }

    /// <summary>Looks at what is to be read next.</summary>
    /// <returns>Its place among everything that the group has got, or null when there is nothing to read.</returns>
    long? NextOrder();
}
