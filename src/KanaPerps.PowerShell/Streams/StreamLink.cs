using System.Management.Automation;
using KanaPerps.Streaming;

namespace KanaPerps.PowerShell;

/// <summary>
/// Links a stream with the command directly behind it in the pipeline, if that asks for it: it gets the stream's notices as objects in their place among the
/// data, and knows of each message, also of one that brings no object.
/// </summary>
/// <remarks>
/// A command can't see what its neighbours are. The engine begins the commands of a pipeline in their order, so the stream that began last on a thread, is one
/// position before in a pipeline of the same length and has not started to stream is the neighbour.
/// </remarks>
internal sealed class StreamLink
{
    [ThreadStatic]
    private static StreamLink? s_latest;

    private readonly int _length;
    private readonly int _position;
    private Action<FeedKey, DateTimeOffset>? _onData;

    private StreamLink(InvocationInfo invocation)
    {
        _length = invocation.PipelineLength;
        _position = invocation.PipelinePosition;
    }

    /// <summary>Whether a command has joined.</summary>
    public bool IsJoined => _onData is not null;

    /// <summary>Announces a stream, when its command begins.</summary>
    /// <param name="stream">The command.</param>
    /// <returns>Its link.</returns>
    public static StreamLink Announce(PSCmdlet stream) => s_latest = new(stream.MyInvocation);

    /// <summary>Joins the stream directly before a command, when that begins.</summary>
    /// <param name="behind">The command.</param>
    /// <param name="onData">Called for each message with data and when it was received, before its objects, on the pipeline's thread.</param>
    /// <returns>The link, or null when another kind of command is there.</returns>
    public static StreamLink? Join(PSCmdlet behind, Action<FeedKey, DateTimeOffset> onData)
    {
        if (s_latest is not { IsJoined: false } link || link._length != behind.MyInvocation.PipelineLength || link._position + 1 != behind.MyInvocation.PipelinePosition)
        {
            return null;
        }

        link._onData = onData;
        return link;
    }

    /// <summary>Announces that objects come from now on. A command that begins later is not the neighbour.</summary>
    public void Start()
    {
        if (s_latest == this)
        {
            s_latest = null;
        }
    }

    /// <summary>Leaves the stream.</summary>
    public void Leave() => _onData = null;

    /// <summary>Takes note of a message with data.</summary>
    /// <param name="feed">Its feed.</param>
    /// <param name="at">When it was received.</param>
    public void SawData(FeedKey feed, DateTimeOffset at) => _onData?.Invoke(feed, at);
}
