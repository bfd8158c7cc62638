namespace KanaPerps;

/// <summary>Which of a wallet's balances.</summary>
public enum BalanceKind
{
    /// <summary>USDC in the wallet, not on the exchange. Wire: <c>getWalletAccountBalance</c>.</summary>
    Wallet,

    /// <summary>USDC on the exchange, in the wallet's profile. Wire: <c>getProfileBalanceSnapshot</c>.</summary>
    Profile,

    /// <summary>What the venue calls the net balance of the profile; it does not document what it adds. Wire: <c>getNetProfileBalance</c>.</summary>
    Net,

    /// <summary>APT in the wallet, which pays for transactions on the ledger. Wire: <c>getAccountAptBalance</c>.</summary>
    Apt,
}
