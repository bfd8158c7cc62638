namespace KanaPerps.Nats;

/// <summary>What went wrong with a broker.</summary>
public enum BrokerFailure
{
    /// <summary>Nothing answers at the address, or the connection broke.</summary>
    Unreachable,

    /// <summary>The server asks for credentials, or refuses those that were given.</summary>
    Unauthorized,

    /// <summary>The server does not allow what was asked for to this user.</summary>
    Denied,

    /// <summary>The server's certificate can't be trusted.</summary>
    Certificate,

    /// <summary>The server has no TLS, and it is required.</summary>
    NoTls,

    /// <summary>A file with a certificate, a key or credentials can't be read.</summary>
    BadFile,

    /// <summary>The server runs without JetStream, or the account may not use it.</summary>
    NoJetStream,

    /// <summary>The stream takes nothing: it is full, was deleted, or has no leader at present.</summary>
    Rejected,

    /// <summary>Another stream of the server has some of the subjects.</summary>
    SubjectsTaken,

    /// <summary>No answer in time.</summary>
    Timeout,
}
