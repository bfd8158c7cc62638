using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>What a topic named by hand, or by an object from the pipeline, is asked for by.</summary>
internal static class TopicTarget
{
    /// <summary>The kind of key that is given.</summary>
    /// <param name="markets">The bound ids or symbols, or null.</param>
    /// <param name="accounts">The bound profiles or wallets, or null.</param>
    /// <param name="key">The key of an object from the pipeline, or null: an address begins with 0x, a market id does not.</param>
    /// <returns>The kind.</returns>
    public static TopicKeyKind KindOf(object? markets, object? accounts, string? key) =>
        markets is not null ? TopicKeyKind.Market
        : accounts is not null ? TopicKeyKind.Address
        : string.IsNullOrEmpty(key) ? TopicKeyKind.None
        : key.TrimStart().StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? TopicKeyKind.Address
        : TopicKeyKind.Market;

    /// <summary>The error for an object that names another topic than those before it.</summary>
    /// <param name="topic">Its topic.</param>
    /// <param name="first">The topic of the command.</param>
    /// <returns>The record.</returns>
    public static ErrorRecord OneTopicOnly(string topic, string first) => ErrorRecords.Of(
        KanaErrors.OneTopicOnly,
        topic,
        $"The topic {topic} was skipped: this command takes one topic, and has started with {first}.",
        KanaErrors.OneTopicOnly.Remedy);
}
