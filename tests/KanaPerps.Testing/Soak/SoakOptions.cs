namespace KanaPerps.Testing.Soak;

/// <summary>How long and how hard to soak.</summary>
/// <param name="Length">How long faults are injected; healing and checking come on top.</param>
/// <param name="Seed">The seed of the market, the faults and the watchers.</param>
/// <param name="Accounts">How many accounts are watched, five topics each.</param>
/// <param name="Rate">Market steps a second.</param>
public sealed record SoakOptions(TimeSpan Length, int Seed = 1, int Accounts = 4, double Rate = 20);
