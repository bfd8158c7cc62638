namespace KanaPerps.Valuation;

/// <summary>How much something differs from its last row.</summary>
internal enum RiskDifference
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By less than what is to be written.</summary>
    Small,

    /// <summary>By what is to be written, at most once in an interval.</summary>
    Large,

    /// <summary>By what is never held back.</summary>
    Urgent,
}
