using KanaPerps.Streaming;

namespace KanaPerps.PowerShell;

/// <summary>A topic in the stream of a command.</summary>
internal interface IPipelineChannel
{
    /// <summary>The topic's name.</summary>
    string Topic { get; }

    /// <summary>Whether nothing that was not written is lost: the topic sends its whole state, or is only read, and the next look shows how things stand.</summary>
    bool IsWholeState { get; }

    /// <summary>The feeds.</summary>
    IReadOnlyList<FeedKey> Feeds { get; }

    /// <summary>The subscription to them, as its group sees it.</summary>
    IGroupMember Member { get; }

    /// <summary>Whether nothing more will come.</summary>
    bool IsCompleted { get; }

    /// <summary>Whether the stream ends without it: prices do not keep a stream of positions going.</summary>
    bool IsSupporting { get; }

    /// <summary>Says why feeds without data may be silent.</summary>
    SilenceDiagnosis Silence { get; }

    /// <summary>Takes the next event, if there is one.</summary>
    void TakeNext();

    /// <summary>Takes what waits when the time is over: it is counted, and not written.</summary>
    void TakeRest();

    /// <summary>Leaves the feeds.</summary>
    /// <param name="closeNow">Whether feeds without other subscribers close at once.</param>
    void Leave(bool closeNow);
}
