using System.Globalization;

namespace KanaPerps.Streaming;

/// <summary>How long something took, in texts for users.</summary>
internal static class TimeText
{
    /// <summary>A length of time: to a tenth of a second below a minute, in minutes or hours beyond.</summary>
    /// <param name="length">The length.</param>
    /// <returns>Such as <c>2.5 s</c>, <c>40 s</c>, <c>3 min</c>, <c>1.5 h</c>.</returns>
    public static string Of(TimeSpan length) => length switch
    {
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{length.TotalSeconds:0.#} s"),
        { TotalSeconds: < 120 } => string.Create(CultureInfo.InvariantCulture, $"{length.TotalSeconds:0} s"),
        { TotalMinutes: < 120 } => string.Create(CultureInfo.InvariantCulture, $"{length.TotalMinutes:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{length.TotalHours:0.#} h"),
    };
}
