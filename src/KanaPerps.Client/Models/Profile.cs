namespace KanaPerps;

/// <summary>The profile that belongs to a wallet: the address under which positions, orders and fills are kept.</summary>
public sealed record Profile
{
    /// <summary>The profile address, 0x and 64 lower-case digits: what the account topics take.</summary>
    public required string ProfileAddress { get; init; }

    /// <summary>The wallet address that was looked up, 0x and 64 lower-case digits.</summary>
    public required string Wallet { get; init; }

    /// <summary>The network that answered, or the address of another deployment. <c>-Network</c> takes it.</summary>
    public string Network { get; init; } = "";

    /// <summary>When the answer had arrived, in UTC, by the local clock.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <inheritdoc/>
    public override string ToString() => ProfileAddress;
}
