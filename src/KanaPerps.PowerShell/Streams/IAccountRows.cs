namespace KanaPerps.PowerShell;

/// <summary>A way to the rows of accounts: takes accounts while input comes, and writes their rows when the input has ended.</summary>
internal interface IAccountRows
{
    /// <summary>Adds accounts.</summary>
    /// <param name="endpoint">The deployment.</param>
    /// <param name="accounts">The accounts.</param>
    void Add(KanaEndpoint endpoint, AccountSelection accounts);

    /// <summary>Writes the rows, on the pipeline's thread.</summary>
    /// <param name="maxEvents">How many to write at most.</param>
    void Write(long maxEvents);
}
