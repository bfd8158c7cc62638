namespace KanaPerps.PowerShell;

/// <summary>What a Wait- command tells of what it waits for.</summary>
/// <typeparam name="T">What runs.</typeparam>
internal interface IBackgroundWords<in T>
{
    /// <summary>The warning that it can't write.</summary>
    string Retrying(T run);

    /// <summary>The warning that it can again.</summary>
    string GoesOn(T run);

    /// <summary>The head of its progress.</summary>
    string Activity(T run);

    /// <summary>The line of its progress.</summary>
    string Status(T run);
}
