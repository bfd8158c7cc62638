using KanaPerps.Streaming;
using KanaPerps.Wire;

namespace KanaPerps.Bridging;

/// <summary>Something that came from a bridge: a message of the venue, a notice of the bridge's feed, or something that is neither.</summary>
/// <param name="Payload">The venue's message; empty for the others.</param>
/// <param name="IsBinary">Whether the venue called it binary.</param>
/// <param name="Notice">The notice, or null.</param>
/// <param name="Problem">What it is instead, or null.</param>
internal readonly record struct BridgedItem(byte[] Payload, bool IsBinary = false, StreamNotice? Notice = null, WireProblem? Problem = null);
