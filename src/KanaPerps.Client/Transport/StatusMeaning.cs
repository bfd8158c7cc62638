namespace KanaPerps.Transport;

/// <summary>What the status of an answer means, to a handshake and to a REST call alike.</summary>
internal enum StatusMeaning
{
    /// <summary>Final, in a way of its own.</summary>
    Other,

    /// <summary>Access is refused: 401, 403.</summary>
    Refused,

    /// <summary>Nothing is there: 404.</summary>
    Missing,

    /// <summary>A proxy asks for credentials: 407.</summary>
    ProxyCredentials,

    /// <summary>The answer is elsewhere, where nothing of ours goes: 3xx.</summary>
    Redirect,

    /// <summary>The same may succeed a moment later: 408, 425, 429, 5xx.</summary>
    Passing,
}
