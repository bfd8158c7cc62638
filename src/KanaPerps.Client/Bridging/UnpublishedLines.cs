using KanaPerps.Streaming.Redundancy;
using KanaPerps.Wire;

namespace KanaPerps.Bridging;

/// <summary>
/// What came over a feed while another bridge publishes it, without what that bridge has published: what is left is to be published if it ends. Two bridges have connections
/// of their own, so each gets the same messages a little earlier or later. Not thread-safe, and without a clock of its own.
/// </summary>
internal sealed class UnpublishedLines
{
    private readonly MessageMatch<BridgeLine> _match = new();

    /// <summary>The size of the lines that the other bridge has not published, as far as is known, in bytes.</summary>
    public long Bytes => _match.Bytes;

    /// <summary>Adds a message that came.</summary>
    /// <param name="line">The message.</param>
    public void Add(BridgeLine line)
    {
        if (!_match.TryPay(line.Fingerprint))
        {
            _match.Keep(line);
        }
    }

    /// <summary>Adds a message that the other bridge has published.</summary>
    /// <param name="payload">The venue's message.</param>
    /// <param name="now">The time by the queue's clock.</param>
    public void AddPublished(ReadOnlySpan<byte> payload, TimeSpan now)
    {
        ulong fingerprint = MessageFingerprint.Of(payload);
        if (!_match.TryForget(fingerprint))
        {
            _match.Owe(fingerprint, now);
        }
    }

    /// <summary>Forgets what is older than what a takeover needs. The newest message stays: the other bridge may never publish it.</summary>
    /// <param name="before">What came before this time.</param>
    public void Forget(TimeSpan before)
    {
        _match.ForgetAhead(before);
        _match.ForgetOwed(before);
    }

    /// <summary>
    /// What is to be published when this bridge takes over. Where the other bridge has published what never came here, nothing says which lines are older than
    /// that: then it is the newest alone. A list of a history that is too old would repeat rows that its readers have forgotten.
    /// </summary>
    /// <param name="isState">Whether a message has the whole state: then only the newest matters, unless it is known which ones were published.</param>
    /// <returns>The lines, in their order; none if the other bridge has published what came last.</returns>
    public IReadOnlyCollection<BridgeLine> ToPublish(bool isState) =>
        _match.IsBehind || (isState && !_match.IsAligned) ? [.. _match.Ahead.TakeLast(1)] : _match.Ahead;
}
