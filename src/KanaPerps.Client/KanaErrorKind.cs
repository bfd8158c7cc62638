namespace KanaPerps;

/// <summary>What went wrong, in the words that error ids are made of.</summary>
public enum KanaErrorKind
{
    /// <summary>An endpoint is no ws, wss, http, https, nats or tls address, or would be used without TLS on a host that is not loopback.</summary>
    InvalidEndpoint,

    /// <summary>A text is no ledger address.</summary>
    InvalidAddress,

    /// <summary>Nothing answers at the endpoint, or the connection broke.</summary>
    ConnectFailed,

    /// <summary>The endpoint refuses the connection for want of permission: 401 or 403.</summary>
    Unauthorized,

    /// <summary>The endpoint has nothing at this address: 404, or a market or wallet it does not know.</summary>
    NotFound,

    /// <summary>The endpoint answered the handshake with something else than a WebSocket: a page, a redirect, a wrong key.</summary>
    NotAWebSocket,

    /// <summary>The endpoint's certificate can't be trusted.</summary>
    Certificate,

    /// <summary>A proxy stands in the way, or is named in a way that can't be used.</summary>
    Proxy,

    /// <summary>The process has as many files and connections open as the system lets it.</summary>
    TooManyOpenFiles,

    /// <summary>Another recording writes to the folder.</summary>
    RecordingInUse,

    /// <summary>The folder has a recording of another network, or of a later version.</summary>
    RecordingMismatch,

    /// <summary>The folder or a file of a recording can't be written.</summary>
    RecordingUnwritable,

    /// <summary>The venue sent no first message for a subscription in time.</summary>
    NoFirstMessage,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>The venue answered that it failed: 5xx, 429, or an envelope without success.</summary>
    VenueError,

    /// <summary>The venue's answer is not what it documents: no JSON, or JSON of another shape.</summary>
    InvalidResponse,

    /// <summary>A folder is no recording that can be read: it is not there, is a file, has no files of one, or permission is missing.</summary>
    RecordingNotFound,

    /// <summary>A recording was written by a later version of this module.</summary>
    RecordingFormat,

    /// <summary>The folder for a copy has files already, or is a file.</summary>
    DestinationInUse,

    /// <summary>A file that an export would write is there already.</summary>
    ExportExists,

    /// <summary>The numbers of a column have more digits together than a column can hold.</summary>
    ExportPrecision,

    /// <summary>A file of an export can't be written.</summary>
    ExportFailed,

    /// <summary>Another command uses a state file.</summary>
    StateFileInUse,

    /// <summary>A state file can't be read or written.</summary>
    StateFileUnwritable,

    /// <summary>A file is not a state file, or is damaged.</summary>
    StateFileDamaged,

    /// <summary>A state file belongs to another rule.</summary>
    StateFileMismatch,

    /// <summary>A broker refuses the login, does not allow a subject to it, or a file of the login can't be read.</summary>
    BrokerLogin,

    /// <summary>The stream of a broker can't be used: no JetStream, other settings, or it takes nothing.</summary>
    BrokerStream,
}
