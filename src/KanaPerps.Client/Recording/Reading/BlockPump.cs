using System.Collections;
using System.Collections.Concurrent;

namespace KanaPerps.Recording;

/// <summary>
/// Reads blocks on a thread of its own, a few ahead. Unpacking goes on beside whatever is done with them, and one that waits for a drive that hangs
/// can leave at any time: the thread stays behind until the drive answers.
/// </summary>
internal sealed class BlockPump : IEnumerable<RecordingBlock>
{
    // A block may be large.
    private const int MostWaiting = 2;

    private readonly Func<CancellationToken, IEnumerable<RecordingBlock>> _read;
    private readonly CancellationToken _cancellation;

    /// <summary>Makes a pump.</summary>
    /// <param name="read">Reads the blocks; called on the other thread.</param>
    /// <param name="cancellation">Ends the waiting with an <see cref="OperationCanceledException"/>.</param>
    public BlockPump(Func<CancellationToken, IEnumerable<RecordingBlock>> read, CancellationToken cancellation)
    {
        _read = read;
        _cancellation = cancellation;
    }

    /// <inheritdoc/>
    public IEnumerator<RecordingBlock> GetEnumerator()
    {
        CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(_cancellation);
        BlockingCollection<RecordingBlock> waiting = new(MostWaiting);
        Task pump = Task.Factory.StartNew(() => Pump(waiting, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            foreach (RecordingBlock block in waiting.GetConsumingEnumerable(_cancellation))
            {
                yield return block;
            }

            // The other thread may have seen first that the reading is cancelled.
            _cancellation.ThrowIfCancellationRequested();

            // Complete, or failed: then this throws why.
            pump.GetAwaiter().GetResult();
        }
        finally
        {
            stop.Cancel();
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Pump(BlockingCollection<RecordingBlock> waiting, CancellationTokenSource stop)
    {
        try
        {
            foreach (RecordingBlock block in _read(stop.Token))
            {
                waiting.Add(block, stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What waits is left to the collector: its arrays are not returned, which harms nothing.
        }
        finally
        {
            waiting.CompleteAdding();
        }
    }
}
