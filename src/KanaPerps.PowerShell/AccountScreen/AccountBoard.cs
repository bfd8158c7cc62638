namespace KanaPerps.PowerShell.AccountScreen;

/// <summary>What a picture shows of accounts at one moment.</summary>
internal sealed record AccountBoard
{
    /// <summary>Nothing.</summary>
    public static AccountBoard Empty { get; } = new();

    /// <summary>Where the accounts are.</summary>
    public string Networks { get; init; } = "";

    /// <summary>The accounts, in the order in which they were given.</summary>
    public IReadOnlyList<AccountLine> Accounts { get; init; } = [];

    /// <summary>Their positions.</summary>
    public IReadOnlyList<PositionRisk> Positions { get; init; } = [];

    /// <summary>Their resting orders.</summary>
    public IReadOnlyList<OpenOrder> Orders { get; init; } = [];

    /// <summary>Their last fills, the newest first.</summary>
    public IReadOnlyList<Fill> Fills { get; init; } = [];

    /// <summary>What an account is called.</summary>
    /// <param name="address">Its profile, or null.</param>
    public string NameOf(string? address) => Accounts.FirstOrDefault(a => a.Feed.Key == address)?.Name ?? "";
}
