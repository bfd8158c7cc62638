using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>The stream that a command writes: its feeds are collected while input comes, and <see cref="PipelineStream"/> runs when the input has ended.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class CommandStream<T>
{
    private readonly KanaCommand _command;
    private readonly List<(KanaEndpoint Endpoint, string? Key)> _targets = [];

    /// <summary>Prepares a stream.</summary>
    /// <param name="command">The command, which has a mode.</param>
    public CommandStream(KanaCommand command)
    {
        _command = command;
    }

    /// <summary>Adds feeds.</summary>
    /// <param name="endpoint">The deployment.</param>
    /// <param name="keys">The keys; null for a whole topic.</param>
    public void Add(KanaEndpoint endpoint, IEnumerable<string?> keys) => _targets.AddRange(keys.Select(key => (endpoint, key)));

    /// <summary>Streams, on the pipeline's thread, until the end. Does nothing without feeds.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="options">What to see.</param>
    /// <param name="maxEvents">How many objects to write at most.</param>
    /// <param name="write">Takes each object with its feed, and says whether it wrote one.</param>
    public void Run(Topic<T> topic, SubscriptionOptions options, long maxEvents, Func<FeedKey, T, bool> write)
    {
        if (_targets.Count == 0 || PipelineStream.Enter(_command, topic.Name, maxEvents) is not { } stream)
        {
            return;
        }

        stream.Add(topic, _targets, options, write);
        stream.Run();
    }
}
