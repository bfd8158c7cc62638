using KanaPerps.Bridging;
using KanaPerps.Transport;

namespace KanaPerps.Streaming;

/// <summary>What all feeds of a manager share.</summary>
internal sealed record FeedContext(StreamOptions Options, TimeProvider Time, DialBudget DialBudget)
{
    /// <summary>The connections to brokers.</summary>
    public BrokerPool Brokers { get; } = new(Time);
}
