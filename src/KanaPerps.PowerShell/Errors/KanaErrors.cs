using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>The one table of the errors of this module. The page about_KanaErrors tells the same, and a test holds the two together.</summary>
public static class KanaErrors
{
    internal static KanaErrorInfo UnknownSymbol { get; } = new(
        "KanaUnknownSymbol",
        ErrorCategory.ObjectNotFound,
        "The symbol matches no market in the built-in table of this network.",
        "Use a symbol that Get-KanaMarket lists, or give the market's id with -MarketId.");

    internal static KanaErrorInfo UnknownMarket { get; } = new(
        "KanaUnknownMarket",
        ErrorCategory.ObjectNotFound,
        "The built-in table has no market with this id. Streams accept the id anyway.",
        "Ask the venue with Get-KanaMarket -Live.");

    internal static KanaErrorInfo UnknownNetwork { get; } = new(
        "KanaUnknownNetwork",
        ErrorCategory.InvalidArgument,
        "-Network or the environment variable KANA_NETWORK has an unknown network.",
        "Use Mainnet, Testnet, Simulator or Replay, or give an address with -Endpoint.");

    internal static KanaErrorInfo UnknownRedundancy { get; } = new(
        "KanaUnknownRedundancy",
        ErrorCategory.InvalidArgument,
        "The environment variable KANA_REDUNDANCY has a value other than 1 and 2.",
        "Set it to 2 for a second connection to each feed, or to 1, or remove it.");

    internal static KanaErrorInfo TopicKey { get; } = new(
        "KanaTopicKey",
        ErrorCategory.InvalidArgument,
        "The topic needs a market or an account that was not given, or takes no account and one was given.",
        "Give markets with -MarketId or -Symbol, or accounts with -ProfileAddress or -WalletAddress; omit the account if the topic takes none.");

    internal static KanaErrorInfo SubscriberExists { get; } = new(
        "KanaSubscriberExists",
        ErrorCategory.ResourceExists,
        "The session already has an event subscriber with this source identifier.",
        "Choose another name, or remove the other one with Unregister-Event.");

    internal static KanaErrorInfo ReservedName { get; } = new(
        "KanaReservedName",
        ErrorCategory.InvalidArgument,
        "The source identifier is reserved for an event of PowerShell itself, such as PowerShell.Exiting.",
        "Choose another name for -SourceIdentifier.");

    internal static KanaErrorInfo ConnectionNotFound { get; } = new(
        "KanaConnectionNotFound",
        ErrorCategory.ObjectNotFound,
        "No connection has this id; it may have closed.",
        "Use an id that Get-KanaConnection lists.");

    internal static KanaErrorInfo SimulatorNotFound { get; } = new(
        "KanaSimulatorNotFound",
        ErrorCategory.ObjectNotFound,
        "No simulator with this id runs in this process.",
        "Use an id that Get-KanaSimulator lists.");

    internal static KanaErrorInfo BridgeNotFound { get; } = new(
        "KanaBridgeNotFound",
        ErrorCategory.ObjectNotFound,
        "No bridge with this id runs in this process, and none has ended by itself.",
        "Use an id that Get-KanaBridge lists.");

    internal static KanaErrorInfo BridgePrefix { get; } = new(
        "KanaBridgePrefix",
        ErrorCategory.InvalidArgument,
        "-Prefix has characters that a subject of NATS can't have.",
        "Give letters, digits, - and _, with dots between tokens, such as kana or team.kana.");

    internal static KanaErrorInfo BridgeNetworks { get; } = new(
        "KanaBridgeNetworks",
        ErrorCategory.InvalidArgument,
        "The input of Start-KanaBridge is of several networks.",
        "Start a bridge for each network.");

    internal static KanaErrorInfo RecordingIdNotFound { get; } = new(
        "KanaRecordingIdNotFound",
        ErrorCategory.ObjectNotFound,
        "No recording with this id runs in this process, and none has ended by itself.",
        "Use an id that Get-KanaRecording lists.");

    internal static KanaErrorInfo RetentionLimit { get; } = new(
        "KanaRetentionLimit",
        ErrorCategory.InvalidArgument,
        "-Retain has neither an age nor a size.",
        "Give an age of a minute or more, such as 7d, 12h or 90m, or a size of 1MB or more, such as 20GB.");

    internal static KanaErrorInfo ReplayNotFound { get; } = new(
        "KanaReplayNotFound",
        ErrorCategory.ObjectNotFound,
        "No replay with this id, or none at all, runs in this process.",
        "Start one with Start-KanaReplay; Get-KanaReplay lists those that run.");

    internal static KanaErrorInfo TimeRange { get; } = new(
        "KanaInvalidTimeRange",
        ErrorCategory.InvalidArgument,
        "The end of a time is before its beginning.",
        "Give a -To that is later than -From. A time without a zone is local: add Z for UTC.");

    internal static KanaErrorInfo NoModel { get; } = new(
        "KanaNoModel",
        ErrorCategory.InvalidArgument,
        "A message names no topic, or one that has no objects of its own, so nothing but its text can be made of it.",
        "Give the topic with -Topic, or use the text.");

    internal static KanaErrorInfo InvalidMessage { get; } = new(
        "KanaInvalidMessage",
        ErrorCategory.InvalidData,
        "A text is not a message of its topic, or some of its rows could not be used. The other rows are written.",
        "Check the text, -Topic and -Key.");

    internal static KanaErrorInfo PortUnavailable { get; } = new(
        "KanaPortUnavailable",
        ErrorCategory.ResourceUnavailable,
        "The simulator or the replay can't open the requested port.",
        "Omit -Port to use a free port.");

    internal static KanaErrorInfo WalletUnknown { get; } = new(
        "KanaWalletUnknown",
        ErrorCategory.InvalidArgument,
        "The command needs a wallet address. Only a profile address was given, and its wallet is not known in this session.",
        "Give -WalletAddress, or first run Get-KanaProfileAddress with the wallet.");

    internal static KanaErrorInfo NoScreen { get; } = new(
        "KanaNoScreen",
        ErrorCategory.ResourceUnavailable,
        "The session's host has no screen to draw on, or its output is redirected.",
        "Run the command in a terminal that supports escape sequences, or use a Watch- command, such as Watch-KanaOrderBook, which writes to any output.");

    internal static KanaErrorInfo OneMarketOnly { get; } = new(
        "KanaOneMarketOnly",
        ErrorCategory.InvalidArgument,
        "Several markets were given, and the command shows one.",
        "Give one market, by its id or by a symbol that matches only one market.");

    internal static KanaErrorInfo OneTopicOnly { get; } = new(
        "KanaOneTopicOnly",
        ErrorCategory.InvalidArgument,
        "Objects from the pipeline have several topics, and the command takes one. It continues with the first.",
        "Give the topic with -Topic, or select the objects of one topic with Where-Object.");

    internal static KanaErrorInfo UnexpectedInput { get; } = new(
        "KanaUnexpectedInput",
        ErrorCategory.InvalidData,
        "An object from the pipeline is not of the kind that the command takes, or lacks a value that it needs.",
        "Pipe order books to Measure-KanaOrderBook, trades to Measure-KanaTrade, and positions with order books to Measure-KanaRisk, all with all their properties. Give Select-KanaAlert properties that the objects have, one with numbers to compare.");

    internal static KanaErrorInfo AlertLevels { get; } = new(
        "KanaAlertLevels",
        ErrorCategory.InvalidArgument,
        "The property or the levels of an alert are missing, or the levels contradict each other: a re-arm value is on the wrong side, or a value could be beyond levels of both sides.",
        "Give -Property with levels in -Below, -Above or both, none of -Below above one of -Above; -RearmAbove at or above the levels of -Below, and -RearmBelow at or below those of -Above. Or give -Stale alone.");

    internal static KanaErrorInfo ConditionTimeout { get; } = new(
        "KanaConditionTimeout",
        ErrorCategory.OperationTimeout,
        "The time of Wait-KanaCondition was over before an object fulfilled the condition.",
        "Wait longer with -TimeoutSec, or check the condition. TargetObject is the last object that came.");

    internal static KanaErrorInfo ConditionImpossible { get; } = new(
        "KanaConditionImpossible",
        ErrorCategory.InvalidResult,
        "An object came for which -Unless of Wait-KanaCondition holds: the condition can't be fulfilled any more.",
        "Look at the object, which is in TargetObject.");

    internal static KanaErrorInfo ConditionNotMet { get; } = new(
        "KanaConditionNotMet",
        ErrorCategory.ObjectNotFound,
        "The input of Wait-KanaCondition ended, and no object had fulfilled the condition.",
        "Check the condition and the input. TargetObject is the last object that came.");

    internal static KanaErrorInfo ConditionFailed { get; } = new(
        "KanaConditionFailed",
        ErrorCategory.InvalidOperation,
        "There was an error in a script block that was given to Wait-KanaCondition.",
        "Correct the script block. $_ is the object, which is in TargetObject.");

    private static readonly Dictionary<KanaErrorKind, KanaErrorInfo> s_ofClient = new()
    {
        [KanaErrorKind.InvalidEndpoint] = new(
            "KanaInvalidEndpoint",
            ErrorCategory.InvalidArgument,
            "The endpoint is not a ws, wss, http, https, nats or tls address, or would be used over a network without encryption.",
            "Give an absolute address that begins with wss:// or https://, or with ws:// or http:// for this machine."),
        [KanaErrorKind.InvalidAddress] = new(
            "KanaInvalidAddress",
            ErrorCategory.InvalidArgument,
            "The text is not an address.",
            "Give 0x followed by 1 to 64 hexadecimal digits, in quotes: PowerShell reads a short one without quotes as a number."),
        [KanaErrorKind.ConnectFailed] = new(
            "KanaConnectFailed",
            ErrorCategory.ConnectionError,
            "The endpoint does not answer, or the connection broke. A Watch- command keeps retrying.",
            "Check the network and the endpoint; -ErrorAction Stop ends a script here."),
        [KanaErrorKind.Unauthorized] = new(
            "KanaUnauthorized",
            ErrorCategory.PermissionDenied,
            "The venue or a gateway in front of it refuses access (401 or 403), or the API key has characters that can't be sent.",
            "For REST calls give the API key with -ApiKey or in the environment variable KANA_API_KEY; for streams, check that this machine may reach the venue."),
        [KanaErrorKind.NotFound] = new(
            "KanaNotFound",
            ErrorCategory.ObjectNotFound,
            "The venue has nothing at this address, or no such market, order, wallet or profile.",
            "Check the id or address, and the network."),
        [KanaErrorKind.NotAWebSocket] = new(
            "KanaNotAWebSocket",
            ErrorCategory.ProtocolError,
            "The endpoint does not answer as a WebSocket but with a page, a redirect or invalid data.",
            "Check the path of -Endpoint: the venue's streams are under /ws/."),
        [KanaErrorKind.Certificate] = new(
            "KanaCertificate",
            ErrorCategory.SecurityError,
            "The certificate of the endpoint can't be trusted.",
            "Check the host name, the clock and the certificate authorities of this machine; TLS checks can't be turned off."),
        [KanaErrorKind.Proxy] = new(
            "KanaProxy",
            ErrorCategory.ConnectionError,
            "A proxy refuses the connection or asks for credentials, or .NET can't use the proxy's address.",
            "Set the proxy with its credentials in HTTPS_PROXY before PowerShell starts, or reach the venue without it."),
        [KanaErrorKind.TooManyOpenFiles] = new(
            "KanaTooManyOpenFiles",
            ErrorCategory.LimitsExceeded,
            "The process has reached its limit of open files and connections. A Watch- command keeps retrying.",
            "Raise the limit with 'ulimit -n' before PowerShell starts, or watch less in one process."),
        [KanaErrorKind.BrokerLogin] = new(
            "KanaBrokerLogin",
            ErrorCategory.PermissionDenied,
            "A NATS server refuses the login or does not allow a subject to it, or a file of the login can't be read.",
            "Give the login with the parameters of Start-KanaBridge or in the environment variables KANA_NATS_USER and KANA_NATS_PASSWORD, KANA_NATS_TOKEN or KANA_NATS_CREDS."),
        [KanaErrorKind.BrokerStream] = new(
            "KanaBrokerStream",
            ErrorCategory.ResourceUnavailable,
            "The stream of a NATS server can't be used: the server has no JetStream, the stream has other settings, or it takes nothing more.",
            "The error says what differs or what is missing. A stream that is there is never changed."),
        [KanaErrorKind.RecordingInUse] = new(
            "KanaRecordingInUse",
            ErrorCategory.ResourceBusy,
            "Another recording, of this process or of another one, writes to the folder.",
            "Stop that one, or give another folder. Get-KanaRecording lists the recordings of this process."),
        [KanaErrorKind.RecordingMismatch] = new(
            "KanaRecordingMismatch",
            ErrorCategory.InvalidArgument,
            "The folder has a recording of another network or of a later version of this module, or the input is of several networks.",
            "Give another folder: a recording is of one network."),
        [KanaErrorKind.RecordingUnwritable] = new(
            "KanaRecordingUnwritable",
            ErrorCategory.WriteError,
            "The folder or a file of a recording can't be written: the disk is full, the folder is gone, or permission is missing.",
            "Make room, or restore the folder: a recording that runs tries again each second. Or give another folder."),
        [KanaErrorKind.RecordingNotFound] = new(
            "KanaRecordingNotFound",
            ErrorCategory.ObjectNotFound,
            "The path is not the folder of a recording that can be read: it does not exist, is a file, has no files of a recording, or permission is missing.",
            "Give the folder that Start-KanaRecording wrote to."),
        [KanaErrorKind.RecordingFormat] = new(
            "KanaRecordingFormat",
            ErrorCategory.InvalidData,
            "A later version of this module wrote the recording.",
            "Install a newer version of this module. zcat and any JSON reader read the data files meanwhile."),
        [KanaErrorKind.DestinationInUse] = new(
            "KanaDestinationInUse",
            ErrorCategory.ResourceExists,
            "The folder for the copy of a recording is not empty, or is a file.",
            "Give a new or empty folder: a recording is never repaired in place."),
        [KanaErrorKind.ExportExists] = new(
            "KanaExportExists",
            ErrorCategory.ResourceExists,
            "A file that Export-KanaRecording would write exists. It was left as it is, and the other files were written.",
            "Give -Force to replace it, or another folder with -OutputPath."),
        [KanaErrorKind.ExportPrecision] = new(
            "KanaExportPrecision",
            ErrorCategory.LimitsExceeded,
            "The numbers of a column have more than 38 digits before and after the decimal point together. The table was not written, because numbers would be rounded.",
            "Export with -Format Csv, which has no such limit, or export parts of the recording, such as by -Symbol."),
        [KanaErrorKind.ExportFailed] = new(
            "KanaExportFailed",
            ErrorCategory.WriteError,
            "A file could not be written, or files of the recording were deleted during its export. Nothing half is left.",
            "Check the permissions and the space on the drive, and export again."),
        [KanaErrorKind.StateFileInUse] = new(
            "KanaStateFileInUse",
            ErrorCategory.ResourceBusy,
            "Another command, of this process or of another one, uses the state file.",
            "Wait until it has ended, or give each job a file of its own."),
        [KanaErrorKind.StateFileUnwritable] = new(
            "KanaStateFileUnwritable",
            ErrorCategory.WriteError,
            "The state file can't be read or written: it is read-only, its folder does not exist, the disk is full, or permission is missing.",
            "Give a file that can be read and written, in a folder that exists, on a drive with room."),
        [KanaErrorKind.StateFileDamaged] = new(
            "KanaStateFileDamaged",
            ErrorCategory.InvalidData,
            "The file is not a state file, is damaged, or was written by a later version of this module. It was left as it is.",
            "Restore the file, or delete it: then the next value beyond a level gives an alert again."),
        [KanaErrorKind.StateFileMismatch] = new(
            "KanaStateFileMismatch",
            ErrorCategory.InvalidArgument,
            "The state file belongs to another rule: its property, levels, re-arm values or -By differ. It was left as it is.",
            "Give each rule a file of its own, or delete the file after a change of the rule."),
        [KanaErrorKind.NoFirstMessage] = new(
            "KanaNoFirstMessage",
            ErrorCategory.OperationTimeout,
            "The venue accepted the subscription of a Get- command and sent no data in time. It does not answer unknown keys.",
            "Check the market id, or that the address is a profile address and not a wallet address; or give more time with -TimeoutSec."),
        [KanaErrorKind.Timeout] = new(
            "KanaTimeout",
            ErrorCategory.OperationTimeout,
            "A REST call was not answered in time.",
            "Try again, or give more time with -TimeoutSec."),
        [KanaErrorKind.VenueError] = new(
            "KanaVenueError",
            ErrorCategory.ResourceUnavailable,
            "The venue answered with an error: a status such as 429 or 500, or an answer that reports a failure.",
            "Try again in a while. If the answer names a mistake, correct it."),
        [KanaErrorKind.InvalidResponse] = new(
            "KanaInvalidResponse",
            ErrorCategory.InvalidData,
            "The venue's answer is not what its documentation says.",
            "Try again later. If it happens again, the venue's API may have changed: look for a newer version of this module."),
    };

    /// <summary>Every error there is, in the order of the ids.</summary>
    public static IReadOnlyList<KanaErrorInfo> All { get; } =
    [
        .. s_ofClient.Values
            .Concat(
            [
                UnknownSymbol, UnknownMarket, UnknownNetwork, UnknownRedundancy, TopicKey, SubscriberExists, ReservedName, ConnectionNotFound, SimulatorNotFound, RecordingIdNotFound,
                BridgeNotFound, BridgePrefix, BridgeNetworks,
                RetentionLimit, PortUnavailable, WalletUnknown, NoScreen, OneMarketOnly, OneTopicOnly, ReplayNotFound, TimeRange, NoModel, InvalidMessage, UnexpectedInput,
                AlertLevels, ConditionFailed, ConditionImpossible, ConditionNotMet, ConditionTimeout,
            ])
            .OrderBy(e => e.Id, StringComparer.Ordinal),
    ];

    internal static KanaErrorInfo Of(KanaErrorKind kind) => s_ofClient[kind];
}
