using System.Management.Automation;
using KanaPerps.Streaming;
using KanaPerps.Wire;

namespace KanaPerps.PowerShell;

/// <summary>Makes the error records of this module: what kinds there are stands in <see cref="KanaErrors"/>.</summary>
internal static class ErrorRecords
{
    /// <summary>Makes an error record of a failure of the client.</summary>
    /// <param name="error">The failure.</param>
    /// <param name="target">What it concerns.</param>
    /// <returns>The record.</returns>
    public static ErrorRecord From(KanaException error, object? target) => Make(KanaErrors.Of(error.Kind), Printable(error), target, error.NextStep);

    /// <summary>Makes an error record of a mistake in what was asked for.</summary>
    /// <param name="error">The kind of error.</param>
    /// <param name="target">What it concerns.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="nextStep">What to do about it.</param>
    /// <param name="cause">The cause, or null.</param>
    /// <returns>The record.</returns>
    public static ErrorRecord Of(KanaErrorInfo error, object? target, string message, string nextStep, Exception? cause = null) =>
        Make(error, new ArgumentException(VenueText.Escape(message), cause), target, nextStep);

    /// <summary>The error for a text that is not an address.</summary>
    /// <param name="text">The text.</param>
    /// <param name="what">What kind of address it should be: profile or wallet.</param>
    /// <returns>The record.</returns>
    public static ErrorRecord InvalidAddress(string text, string what) =>
        From(new KanaException(KanaErrorKind.InvalidAddress, $"'{VenueText.Shorten(text)}' is not a {what} address.", AddressHint(text)), text);

    /// <summary>The error for a profile whose wallet REST would have to be asked by.</summary>
    /// <param name="profile">The profile address.</param>
    /// <param name="profileOfIt">The profile when the address is known as a wallet itself, or null.</param>
    /// <returns>The record.</returns>
    public static ErrorRecord WalletUnknown(string profile, string? profileOfIt) => Of(
        KanaErrors.WalletUnknown,
        profile,
        $"This command needs a wallet address, and the wallet of the profile {profile} is not known in this session.",
        profileOfIt is null ? KanaErrors.WalletUnknown.Remedy : $"This is the wallet address of the profile {profileOfIt}: use -WalletAddress.");

    /// <summary>The error for an input whose wallet is empty, such as a row of an account that was asked for by its profile.</summary>
    /// <returns>The record.</returns>
    public static ErrorRecord NoWallet() =>
        Of(KanaErrors.WalletUnknown, null, "The wallet address of the input is empty: the wallet was not known when the input was made.", KanaErrors.WalletUnknown.Remedy);

    /// <summary>The error for an object from the pipeline that the command can't take.</summary>
    /// <param name="input">The object, or null.</param>
    /// <param name="wanted">What it should be, with its article.</param>
    /// <param name="nextStep">What to pipe instead.</param>
    /// <returns>The record.</returns>
    public static ErrorRecord UnexpectedInput(object? input, string wanted, string nextStep) =>
        Of(KanaErrors.UnexpectedInput, input, $"{(Scalar.Unwrap(input) is string text ? $"'{VenueText.Shorten(text)}'" : Scalar.KindOf(input))} is not {wanted}.", nextStep);

    /// <summary>The error for a connection that is not there.</summary>
    /// <param name="id">The id asked for.</param>
    /// <returns>The record.</returns>
    public static ErrorRecord NoConnection(int id) =>
        Of(KanaErrors.ConnectionNotFound, id, $"No connection has the id {id}.", "Get-KanaConnection lists the connections.");

    /// <summary>The error for an endpoint that can't be reached.</summary>
    /// <param name="loss">What the feed said.</param>
    /// <param name="outlook">What comes next, as the end of a sentence that has told to check the endpoint.</param>
    /// <returns>The record.</returns>
    public static ErrorRecord Unreachable(ReconnectingNotice loss, string outlook) => From(
        new KanaException(
            loss.Kind,
            $"{FeedTitle.Of(loss.Feed)}: {loss.Reason}.",
            loss.Kind == KanaErrorKind.TooManyOpenFiles ? KanaErrors.Of(loss.Kind).Remedy : $"Check the network and the endpoint {loss.Feed.Endpoint}, {outlook}"),
        loss.Feed);

    // PowerShell reads 0xabc without quotes as a number, and hands the number on.
    private static string AddressHint(string text) => text.Length > 0 && text.All(char.IsAsciiDigit)
        ? "Put the address in quotes: without them PowerShell reads it as a number."
        : "Give 0x followed by 1 to 64 hexadecimal digits.";

    // What a user typed may have been pasted, and steer the terminal like anything that the venue sends.
    private static KanaException Printable(KanaException error) => VenueText.Escape(error.Message) is var safe && ReferenceEquals(safe, error.Message)
        ? error
        : new KanaException(error.Kind, safe, error.NextStep, error.InnerException);

    private static ErrorRecord Make(KanaErrorInfo error, Exception exception, object? target, string nextStep)
    {
        ErrorRecord record = new(exception, error.Id, error.Category, target)
        {
            // ConciseView shows the recommendation beneath the message, so the message must not hold it too.
            ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = VenueText.Escape(nextStep.TrimEnd('.') + ".") },
        };
        record.CategoryInfo.TargetName = VenueText.Escape(record.CategoryInfo.TargetName);
        return record;
    }
}
