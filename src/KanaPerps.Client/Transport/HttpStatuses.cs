namespace KanaPerps.Transport;

/// <summary>The one table of statuses. A proxy that can't reach the venue says so with the same ones as a venue that is in trouble.</summary>
internal static class HttpStatuses
{
    /// <summary>What a status means.</summary>
    /// <param name="status">The status.</param>
    /// <returns>The meaning.</returns>
    public static StatusMeaning MeaningOf(int status) => status switch
    {
        401 or 403 => StatusMeaning.Refused,
        404 => StatusMeaning.Missing,
        407 => StatusMeaning.ProxyCredentials,
        >= 300 and < 400 => StatusMeaning.Redirect,
        408 or 425 or 429 or >= 500 => StatusMeaning.Passing,
        _ => StatusMeaning.Other,
    };
}
