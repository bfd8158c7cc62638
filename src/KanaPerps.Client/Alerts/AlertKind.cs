namespace KanaPerps;

/// <summary>Why there is an alert.</summary>
public enum AlertKind
{
    /// <summary>A value crossed a level.</summary>
    Crossed,

    /// <summary>Data stopped being current: what is stale is not judged, so no other alert can come until it is current again.</summary>
    Stale,
}
