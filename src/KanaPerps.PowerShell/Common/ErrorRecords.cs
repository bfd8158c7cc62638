using System.Management.Automation;
using KanaPerps.Streaming;

namespace KanaPerps.PowerShell;

/// <summary>The one table of error ids. An id is a contract: scripts match on it.</summary>
internal static class ErrorRecords
{
    /// <summary>Makes an error record of a failure of the client.</summary>
    /// <param name="error">The failure.</param>
    /// <param name="target">What it concerns.</param>
    /// <returns>The record.</returns>
    public static ErrorRecord From(KanaException error, object? target)
    {
        ErrorRecord record = new(error, IdOf(error.Kind), CategoryOf(error.Kind), target);
        return WithNextStep(record, error.Message, error.NextStep);
    }

    /// <summary>Makes an error record of a mistake in what was asked for.</summary>
    /// <param name="id">The id.</param>
    /// <param name="category">The category.</param>
    /// <param name="target">What it concerns.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="nextStep">What to do about it.</param>
    /// <returns>The record.</returns>
    public static ErrorRecord Of(string id, ErrorCategory category, object? target, string message, string nextStep) =>
        WithNextStep(new ErrorRecord(new ArgumentException(message), id, category, target), message, nextStep);

    /// <summary>The error for a text that is no address.</summary>
    /// <param name="text">The text.</param>
    /// <param name="what">What kind of address it should be: profile or wallet.</param>
    /// <returns>The record.</returns>
    public static ErrorRecord InvalidAddress(string text, string what) =>
        From(new KanaException(KanaErrorKind.InvalidAddress, $"'{text}' is no {what} address.", AddressHint(text)), text);

    /// <summary>The error for a connection that is not there.</summary>
    /// <param name="id">The id asked for.</param>
    /// <returns>The record.</returns>
    public static ErrorRecord NoConnection(int id) =>
        Of("KanaConnectionNotFound", ErrorCategory.ObjectNotFound, id, $"There is no connection {id}.", "Get-KanaConnection lists those that there are.");

    /// <summary>The error for an endpoint that can't be reached.</summary>
    /// <param name="loss">What the feed said.</param>
    /// <param name="outlook">What comes next, as the end of a sentence that has told to check the endpoint.</param>
    /// <returns>The record.</returns>
    public static ErrorRecord Unreachable(ReconnectingNotice loss, string outlook) => From(
        new KanaException(loss.Kind, $"{loss.Feed}: {loss.Reason}.", $"Check the network and the endpoint {loss.Feed.Endpoint}, {outlook}"),
        loss.Feed);

    // PowerShell reads 0xabc without quotes as a number, and hands the number on.
    private static string AddressHint(string text) => text.Length > 0 && text.All(char.IsAsciiDigit)
        ? "Put the address in quotes: without them PowerShell reads it as a number."
        : "Give 0x and 1 to 64 hexadecimal digits.";

    private static string IdOf(KanaErrorKind kind) => $"Kana{kind}";

    private static ErrorCategory CategoryOf(KanaErrorKind kind) => kind switch
    {
        KanaErrorKind.InvalidEndpoint or KanaErrorKind.InvalidAddress => ErrorCategory.InvalidArgument,
        KanaErrorKind.ConnectFailed => ErrorCategory.ConnectionError,
        KanaErrorKind.Unauthorized => ErrorCategory.PermissionDenied,
        KanaErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        KanaErrorKind.NotAWebSocket => ErrorCategory.ProtocolError,
        KanaErrorKind.Certificate => ErrorCategory.SecurityError,
        KanaErrorKind.Proxy => ErrorCategory.ConnectionError,
        KanaErrorKind.NoFirstMessage or KanaErrorKind.Timeout => ErrorCategory.OperationTimeout,
        KanaErrorKind.VenueError => ErrorCategory.ResourceUnavailable,
        KanaErrorKind.InvalidResponse => ErrorCategory.InvalidData,
        _ => ErrorCategory.NotSpecified,
    };

    private static ErrorRecord WithNextStep(ErrorRecord record, string message, string nextStep)
    {
        // In the message itself: a log that keeps nothing but the text must still say what to do.
        record.ErrorDetails = new ErrorDetails($"{message} {nextStep}");
        return record;
    }
}
