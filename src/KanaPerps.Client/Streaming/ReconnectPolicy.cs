using KanaPerps.Transport;

namespace KanaPerps.Streaming;

/// <summary>How long to wait before dialling again. Pure: no clock, and the chance comes from outside.</summary>
internal sealed class ReconnectPolicy
{
    private const int ViolationsToFault = 3;

    private readonly StreamOptions _options;
    private readonly TimeSpan _longest;
    private int _violations;

    /// <summary>Begins without failures.</summary>
    /// <param name="options">The delays.</param>
    /// <param name="longest">The upper bound of every delay where it is less than that of the options, or null.</param>
    public ReconnectPolicy(StreamOptions options, TimeSpan? longest = null)
    {
        _options = options;
        _longest = longest < options.BackoffMax ? longest.Value : options.BackoffMax;
    }

    /// <summary>How many dials have failed or ended too soon in a row.</summary>
    public int Attempt { get; private set; }

    /// <summary>Takes a loss into account.</summary>
    /// <param name="loss">Why the connection ended.</param>
    /// <param name="uptime">How long it had been connected.</param>
    /// <param name="hadData">Whether it brought valid data.</param>
    /// <param name="chance">A random number from 0 up to but not including 1.</param>
    /// <returns>How long to wait, or null when the feed is at its end.</returns>
    public TimeSpan? Next(Loss loss, TimeSpan uptime, bool hadData, double chance)
    {
        if (loss.IsFault)
        {
            return null;
        }

        _violations = loss.IsProtocolViolation ? _violations + 1 : 0;
        if (_violations >= ViolationsToFault)
        {
            return null;
        }

        // A server that accepts a connection and drops it at once must not be redialled as after a healthy connection.
        Attempt = hadData && uptime >= _options.StableAfter ? 1 : Attempt + 1;
        if (loss.IsRetriedAtOnce)
        {
            return TimeSpan.Zero;
        }

        double ceiling = Math.Min(_longest.TotalSeconds, _options.BackoffBase.TotalSeconds * Math.Pow(2, Math.Min(Attempt - 1, 30)));
        TimeSpan delay = TimeSpan.FromSeconds(ceiling * chance);
        TimeSpan asked = RetryAfter.Honoured(loss.RetryAfter);
        return delay > asked ? delay : asked;
    }
}
