using KanaPerps.Streaming;

namespace KanaPerps.PowerShell.AccountScreen;

/// <summary>An account in a picture.</summary>
/// <param name="Feed">The feed of its positions.</param>
/// <param name="Name">What it is called: its wallet if that is known, else its profile, in short.</param>
/// <param name="Risk">What its positions are worth together, or null before their list has come.</param>
/// <param name="State">What is wrong with its positions: their feed, or that not all have values. Empty while all is as it should be.</param>
internal sealed record AccountLine(FeedKey Feed, string Name, AccountRisk? Risk, string State);
