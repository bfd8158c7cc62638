namespace KanaPerps.Streaming;

/// <summary>What keeps a crowd of feeds from storming a host that has just come back: all feeds of one host share one budget of dials.</summary>
internal sealed class DialBudget
{
    private const int Burst = 40;
    private static readonly TimeSpan s_refill = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly Dictionary<string, TokenBucket> _buckets = new(StringComparer.OrdinalIgnoreCase);

    public DialBudget(TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
    }

    /// <summary>Takes a dial out of a host's budget.</summary>
    /// <param name="endpoint">Where to.</param>
    /// <returns>How long to wait before dialling.</returns>
    public TimeSpan Take(Uri endpoint)
    {
        lock (_buckets)
        {
            if (!_buckets.TryGetValue(endpoint.Authority, out TokenBucket? bucket))
            {
                bucket = new TokenBucket(Burst, s_refill);
                _buckets.Add(endpoint.Authority, bucket);
            }

            return bucket.Take(_time.GetElapsedTime(_start));
        }
    }
}
