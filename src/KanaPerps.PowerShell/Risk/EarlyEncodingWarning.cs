using System.Management.Automation;
using KanaPerps.Streaming;

namespace KanaPerps.PowerShell;

/// <summary>Says that an account can't be valued.</summary>
internal static class EarlyEncodingWarning
{
    /// <summary>Writes the warning.</summary>
    /// <param name="command">The command.</param>
    /// <param name="feed">The feed of the account's positions.</param>
    public static void Write(Cmdlet command, FeedKey feed) => command.WriteWarning(
        $"{FeedTitle.Of(feed)}: the venue sends whole ticks, lots and millionths without a ledger version, its encoding of early 2025. They have another unit than prices, so these positions have no values.");
}
