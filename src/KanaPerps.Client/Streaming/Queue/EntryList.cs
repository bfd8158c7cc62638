namespace KanaPerps.Streaming.Queue;

/// <summary>
/// The entries of all lanes of one queue, in the order in which they are read. Used under the queue's lock. A consumer that keeps up needs
/// only a few nodes, which are reused.
/// </summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class EntryList<T>
{
    private const int MaxSpare = 512;

    private readonly LinkedList<QueueEntry<T>> _entries = new();
    private readonly Stack<LinkedListNode<QueueEntry<T>>> _spare = new();
    private readonly SubscriptionGroup? _group;

    /// <summary>Makes an empty list.</summary>
    /// <param name="group">Gives the entries their order among those of other queues, or null.</param>
    public EntryList(SubscriptionGroup? group)
    {
        _group = group;
    }

    public bool IsEmpty => _entries.Count == 0;

    /// <summary>The entry to be read next, or null.</summary>
    public LinkedListNode<QueueEntry<T>>? First => _entries.First;

    public LinkedListNode<QueueEntry<T>> Append(in QueueEntry<T> entry)
    {
        LinkedListNode<QueueEntry<T>> node = NewNode(entry);
        AddLast(node);
        return node;
    }

    public LinkedListNode<QueueEntry<T>> InsertBefore(LinkedListNode<QueueEntry<T>> next, in QueueEntry<T> entry)
    {
        LinkedListNode<QueueEntry<T>> node = NewNode(entry);
        node.ValueRef.Order = next.ValueRef.Order;
        _entries.AddBefore(next, node);
        return node;
    }

    public void MoveToEnd(LinkedListNode<QueueEntry<T>> node)
    {
        _entries.Remove(node);
        AddLast(node);
    }

    public void Remove(LinkedListNode<QueueEntry<T>> node)
    {
        _entries.Remove(node);
        node.ValueRef = default;
        if (_spare.Count < MaxSpare)
        {
            _spare.Push(node);
        }
    }

    public void Clear() => _entries.Clear();

    private void AddLast(LinkedListNode<QueueEntry<T>> node)
    {
        node.ValueRef.Order = _group?.NextOrder() ?? 0;
        _entries.AddLast(node);
    }

    private LinkedListNode<QueueEntry<T>> NewNode(in QueueEntry<T> entry)
    {
        LinkedListNode<QueueEntry<T>> node = _spare.TryPop(out LinkedListNode<QueueEntry<T>>? spare) ? spare : new(default);
        node.ValueRef = entry;
        return node;
    }
}
