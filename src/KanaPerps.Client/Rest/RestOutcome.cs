namespace KanaPerps.Rest;

/// <summary>What one attempt of a call came to: an answer, or an error.</summary>
/// <param name="Answer">The answer, or null.</param>
/// <param name="Error">The error, or null.</param>
/// <param name="MayPass">Whether the same call may succeed a moment later.</param>
/// <param name="RetryAfter">How long the venue asks to wait, or null.</param>
internal readonly record struct RestOutcome(RestAnswer? Answer, KanaException? Error = null, bool MayPass = false, TimeSpan? RetryAfter = null);
