using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>The one table of the errors of this module. The page about_KanaErrors tells the same, and a test holds the two together.</summary>
public static class KanaErrors
{
    internal static KanaErrorInfo UnknownSymbol { get; } = new(
        "KanaUnknownSymbol",
        ErrorCategory.ObjectNotFound,
        "A symbol matches no market that the built-in table knows on this network.",
        "Take one that Get-KanaMarket lists, or name the market by its id with -MarketId.");

    internal static KanaErrorInfo UnknownMarket { get; } = new(
        "KanaUnknownMarket",
        ErrorCategory.ObjectNotFound,
        "The built-in table has no market with this id. Streams work by the id all the same.",
        "Ask the venue with Get-KanaMarket -Live.");

    internal static KanaErrorInfo UnknownNetwork { get; } = new(
        "KanaUnknownNetwork",
        ErrorCategory.InvalidArgument,
        "The name in -Network or in the environment variable KANA_NETWORK is no network.",
        "Use Mainnet, Testnet or Simulator, or name an address with -Endpoint.");

    internal static KanaErrorInfo TopicKey { get; } = new(
        "KanaTopicKey",
        ErrorCategory.InvalidArgument,
        "A topic was named without what it is asked for by, a market or an account, or with an account that it is not asked for by.",
        "Name markets with -MarketId or -Symbol, or accounts with -ProfileAddress or -WalletAddress; leave the account out where the topic takes none.");

    internal static KanaErrorInfo SubscriberExists { get; } = new(
        "KanaSubscriberExists",
        ErrorCategory.ResourceExists,
        "The session has an event subscriber with this source identifier already.",
        "Take another name, or end the other one with Unregister-Event.");

    internal static KanaErrorInfo ReservedName { get; } = new(
        "KanaReservedName",
        ErrorCategory.InvalidArgument,
        "A source identifier is the name of an event of the engine itself, such as PowerShell.Exiting.",
        "Take another name for -SourceIdentifier.");

    internal static KanaErrorInfo ConnectionNotFound { get; } = new(
        "KanaConnectionNotFound",
        ErrorCategory.ObjectNotFound,
        "There is no connection with this id, or no more.",
        "Take one that Get-KanaConnection lists.");

    internal static KanaErrorInfo SimulatorNotFound { get; } = new(
        "KanaSimulatorNotFound",
        ErrorCategory.ObjectNotFound,
        "No simulator with this id runs in this process.",
        "Take one that Get-KanaSimulator lists.");

    internal static KanaErrorInfo PortUnavailable { get; } = new(
        "KanaPortUnavailable",
        ErrorCategory.ResourceUnavailable,
        "The simulator can't open the port that was asked for.",
        "Leave -Port out to take a free one.");

    internal static KanaErrorInfo WalletUnknown { get; } = new(
        "KanaWalletUnknown",
        ErrorCategory.InvalidArgument,
        "REST asks by wallet, and only a profile address was given whose wallet was not looked up in this session.",
        "Give -WalletAddress, or look the profile up first with Get-KanaProfileAddress.");

    internal static KanaErrorInfo NoScreen { get; } = new(
        "KanaNoScreen",
        ErrorCategory.ResourceUnavailable,
        "The host of the session has no screen to draw on, or its output goes elsewhere.",
        "Run the command in a terminal that understands escape sequences, or let Watch-KanaOrderBook write the books to any output.");

    internal static KanaErrorInfo OneMarketOnly { get; } = new(
        "KanaOneMarketOnly",
        ErrorCategory.InvalidArgument,
        "Several markets were named where the window shows one.",
        "Name one market, by its id or by a symbol that only one market matches.");

    internal static KanaErrorInfo OneTopicOnly { get; } = new(
        "KanaOneTopicOnly",
        ErrorCategory.InvalidArgument,
        "Objects from the pipeline name several topics where a command takes one. The first goes on.",
        "Name the topic with -Topic, or choose the objects of one topic with Where-Object.");

    private static readonly Dictionary<KanaErrorKind, KanaErrorInfo> s_ofClient = new()
    {
        [KanaErrorKind.InvalidEndpoint] = new(
            "KanaInvalidEndpoint",
            ErrorCategory.InvalidArgument,
            "An endpoint is no ws, wss, http or https address, or would be used without encryption over a network.",
            "Give an absolute address that begins with wss:// or https://, or with ws:// or http:// for this machine."),
        [KanaErrorKind.InvalidAddress] = new(
            "KanaInvalidAddress",
            ErrorCategory.InvalidArgument,
            "A text is no address of the ledger.",
            "Give 0x and 1 to 64 hexadecimal digits, in quotes: PowerShell reads a short one without quotes as a number."),
        [KanaErrorKind.ConnectFailed] = new(
            "KanaConnectFailed",
            ErrorCategory.ConnectionError,
            "Nothing answers at the endpoint, or the connection broke. A Watch- command goes on dialling.",
            "Check the network and the endpoint; -ErrorAction Stop ends a script here."),
        [KanaErrorKind.Unauthorized] = new(
            "KanaUnauthorized",
            ErrorCategory.PermissionDenied,
            "The venue, or a gateway in front of it, refuses access (401 or 403), or the API key has characters that can't be sent.",
            "For REST calls give the API key with -ApiKey or in the environment variable KANA_API_KEY; for streams check whether this machine may reach the venue."),
        [KanaErrorKind.NotFound] = new(
            "KanaNotFound",
            ErrorCategory.ObjectNotFound,
            "The venue has nothing at this address, or knows no such market, wallet or profile.",
            "Check the id or address, and the network."),
        [KanaErrorKind.NotAWebSocket] = new(
            "KanaNotAWebSocket",
            ErrorCategory.ProtocolError,
            "The endpoint answers with something else than a WebSocket: a page, a redirect, or nonsense.",
            "Check the path of -Endpoint: the venue's streams are under /ws/."),
        [KanaErrorKind.Certificate] = new(
            "KanaCertificate",
            ErrorCategory.SecurityError,
            "The certificate of the endpoint can't be trusted.",
            "Check the host name, the clock and the certificate authorities of this machine; TLS checks can't be turned off."),
        [KanaErrorKind.Proxy] = new(
            "KanaProxy",
            ErrorCategory.ConnectionError,
            "A proxy refuses, asks for credentials, or is named in a way that .NET can't use.",
            "Set the proxy with its credentials in HTTPS_PROXY before PowerShell starts, or reach the venue without it."),
        [KanaErrorKind.TooManyOpenFiles] = new(
            "KanaTooManyOpenFiles",
            ErrorCategory.LimitsExceeded,
            "The process has as many files and connections open as the system lets it. A Watch- command goes on dialling.",
            "Raise the limit with 'ulimit -n' before PowerShell starts, or watch less in one process."),
        [KanaErrorKind.NoFirstMessage] = new(
            "KanaNoFirstMessage",
            ErrorCategory.OperationTimeout,
            "The venue took a subscription of a Get- command and sent no data in time. It does not answer a key that it does not know.",
            "Check the market id, or whether a wallet address stands where the profile address belongs; or give more time with -TimeoutSec."),
        [KanaErrorKind.Timeout] = new(
            "KanaTimeout",
            ErrorCategory.OperationTimeout,
            "A REST call was not answered in time.",
            "Try again, or give more time with -TimeoutSec."),
        [KanaErrorKind.VenueError] = new(
            "KanaVenueError",
            ErrorCategory.ResourceUnavailable,
            "The venue answers that it failed or refuses: a status such as 429 or 500, or an answer without success.",
            "Try again in a while; if it says what it did not like, correct that."),
        [KanaErrorKind.InvalidResponse] = new(
            "KanaInvalidResponse",
            ErrorCategory.InvalidData,
            "The venue's answer is not what it documents.",
            "Try again later; if it stays so, the venue has changed and this module needs a newer version."),
    };

    /// <summary>Every error there is, in the order of the ids.</summary>
    public static IReadOnlyList<KanaErrorInfo> All { get; } =
    [
        .. s_ofClient.Values
            .Concat([UnknownSymbol, UnknownMarket, UnknownNetwork, TopicKey, SubscriberExists, ReservedName, ConnectionNotFound, SimulatorNotFound, PortUnavailable, WalletUnknown, NoScreen, OneMarketOnly, OneTopicOnly])
            .OrderBy(e => e.Id, StringComparer.Ordinal),
    ];

    internal static KanaErrorInfo Of(KanaErrorKind kind) => s_ofClient[kind];
}
