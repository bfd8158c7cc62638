namespace KanaPerps.PowerShell;

/// <summary>What Get-EventSubscriber shows as the source of the events of Register-KanaEvent.</summary>
public sealed class KanaEventSource
{
    internal KanaEventSource(string topic, IReadOnlyList<string> keys)
    {
        Topic = topic;
        Keys = keys;
    }

    /// <summary>
    /// Where the engine subscribes. The events themselves are given to its queue in their order, which handlers of .NET events would lose;
    /// what counts is that the engine takes its handler away when a subscriber ends, in whatever way.
    /// </summary>
    public event EventHandler<KanaEventArgs> Received
    {
        add { }
        remove => Left?.Invoke();
    }

    /// <summary>The topic's name on the wire.</summary>
    public string Topic { get; }

    /// <summary>The market ids or profile addresses; empty for a topic of the whole venue.</summary>
    public IReadOnlyList<string> Keys { get; }

    internal Action? Left { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Keys.Count == 0 ? Topic : $"{Topic} {string.Join(", ", Keys)}";
}
