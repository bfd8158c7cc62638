namespace KanaPerps.PowerShell;

/// <summary>An account that was used in this process.</summary>
/// <param name="Profile">The profile address, in the form in which addresses compare, or null for a wallet whose profile was not asked for.</param>
/// <param name="Wallet">The wallet that it was looked up for, or null.</param>
/// <param name="Network">Where: what an endpoint is called.</param>
internal sealed record KnownAddress(string? Profile, string? Wallet, string Network);
