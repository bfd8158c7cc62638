using System.Net;
using KanaPerps.Transport;

namespace KanaPerps.Rest;

/// <summary>What each status and each failure of a call means, and whether it may pass.</summary>
internal static class RestErrors
{
    public const string TryLater = "Try again later. If it happens again, the venue's API may have changed: look for a newer version of this module.";

    private const string GiveKey = "Give the venue's API key with -ApiKey or in the environment variable KANA_API_KEY.";

    /// <summary>The outcome of an answer that is no 200.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="retryAfter">How long the venue asks to wait, or null.</param>
    /// <returns>The outcome.</returns>
    public static RestOutcome FromStatus(RestAnswer answer, TimeSpan? retryAfter)
    {
        int status = (int)answer.Status;
        string said = answer.Words is { Length: > 0 } words ? $": {words}" : "";
        string what = Sentence($"The venue answered {status} to {answer.Call}{said}");
        StatusMeaning meaning = HttpStatuses.MeaningOf(status);
        KanaException error = meaning switch
        {
            StatusMeaning.Refused when answer.IsPage => new(KanaErrorKind.Unauthorized, what, $"The answer is a web page, so it comes from something in front of the venue: check that this machine's location and proxy may reach the venue. {GiveKey}"),
            StatusMeaning.Refused => new(KanaErrorKind.Unauthorized, what, GiveKey),
            StatusMeaning.Missing => new(KanaErrorKind.NotFound, what, "Check the address or id, and the network."),
            StatusMeaning.Redirect => new(KanaErrorKind.InvalidResponse, what, "Redirects are not followed: give the final address with -Endpoint."),
            StatusMeaning.ProxyCredentials => new(KanaErrorKind.Proxy, what, $"{FailureClassifier.SetProxyCredentials}."),
            StatusMeaning.Passing => new(KanaErrorKind.VenueError, what, Patience(retryAfter)),
            _ => new(KanaErrorKind.VenueError, what, "Check the parameters and the network."),
        };
        return new(null, error, MayPass: meaning == StatusMeaning.Passing, retryAfter);
    }

    /// <summary>The outcome of a call that brought no answer.</summary>
    /// <param name="cause">What the framework says.</param>
    /// <param name="route">What stood in the way.</param>
    /// <param name="rest">Where it was made.</param>
    /// <param name="call">The call's name.</param>
    /// <param name="secret">What must not be shown.</param>
    /// <returns>The outcome.</returns>
    public static RestOutcome FromFailure(Exception cause, Route route, Uri rest, string call, RestSecret secret)
    {
        if (cause is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded })
        {
            return new(null, new(KanaErrorKind.InvalidResponse, $"The answer to {call} is larger than {RestTransport.MaxResponseBytes >> 20} MiB and was not read.", TryLater));
        }

        if (IsUnpackable(cause) || IsUnpackable(cause.InnerException))
        {
            return new(null, new(KanaErrorKind.InvalidResponse, $"The answer to {call} could not be decompressed.", TryLater), MayPass: true);
        }

        // The framework quotes what the peer had sent, which may be the key.
        Loss loss = cause is HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded }
            ? Loss.Passing("the answer ended early") with { Cause = cause }
            : FailureClassifier.Unanswered(cause, route.CertificateProblem, route.Proxy);
        string what = secret.Hide($"{call} failed at {rest}: {loss.Reason}.");
        Exception? shown = loss.PrintableCause is { } printable && !secret.IsIn(printable.ToString()) ? printable : null;
        return loss is { IsFault: false, Kind: not KanaErrorKind.TooManyOpenFiles }
            ? new(null, new(KanaErrorKind.ConnectFailed, what, "Try again; check the network and the endpoint.", shown), MayPass: true)
            : new(null, new(loss.Kind, what, Sentence(loss.NextStep), shown), MayPass: !loss.IsFault);
    }

    /// <summary>Whether a failure is that of a decompressor. Brotli's throws another type than those of gzip and deflate.</summary>
    public static bool IsUnpackable(Exception? e) => e is InvalidDataException or (InvalidOperationException and not ObjectDisposedException);

    /// <summary>Ends what a venue says as a sentence ends, since a next step follows.</summary>
    public static string Sentence(string text) => text.Length > 0 && text[^1] is '.' or '!' or '?' or '…' ? text : $"{text}.";

    private static string Patience(TimeSpan? retryAfter) => retryAfter switch
    {
        { } wait when wait > TimeSpan.FromDays(1) => "The venue asks to wait for more than a day: try again later.",
        { } wait when wait > TimeSpan.Zero => FormattableString.Invariant($"The venue asks to wait {Math.Ceiling(wait.TotalSeconds)} s: try again then."),
        _ => "Try again in a while.",
    };
}
