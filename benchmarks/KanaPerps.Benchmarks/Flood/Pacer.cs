using System.Diagnostics;
using KanaPerps.Testing;

namespace KanaPerps.Benchmarks;

/// <summary>Sends to many connections at their own rates, from one thread. A message that is late is sent late, and says when it was sent.</summary>
internal sealed class Pacer
{
    /// <summary>Up to how many messages a second each is sent alone. Beyond, several go out with one write.</summary>
    public const int FastestRate = 1_000;

    private const int LargestFrame = 8192;

    private readonly List<Receiver> _receivers = [];
    private readonly byte[] _scratch = new byte[LargestFrame];
    private Thread? _thread;

    /// <summary>Sends what a client asked for, the first message at once.</summary>
    /// <returns>When all of it is sent; an <see cref="IOException"/> when the client left before.</returns>
    public Task SendAsync(ScriptedConnection connection, FrameCycle cycle, FloodRequest request)
    {
        Receiver receiver = new(connection, cycle, request);
        lock (_receivers)
        {
            _receivers.Add(receiver);
            if (_thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true };
                _thread.Start();
            }
        }

        return receiver.Served;
    }

    private void Run()
    {
        while (true)
        {
            lock (_receivers)
            {
                _receivers.RemoveAll(s => !s.SendWhatIsDue(_scratch));
            }

            Thread.Sleep(1);
        }
    }

    private sealed class Receiver(ScriptedConnection connection, FrameCycle cycle, FloodRequest request)
    {
        private readonly TaskCompletionSource _served = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly long _interval = Stopwatch.Frequency / request.Rate;
        private long _due = Stopwatch.GetTimestamp();
        private long _sent;

        public Task Served => _served.Task;

        // False if nothing is left to send, or no client is connected.
        public bool SendWhatIsDue(byte[] scratch)
        {
            try
            {
                while (_sent < request.Count && Stopwatch.GetTimestamp() >= _due)
                {
                    ReadOnlyMemory<byte> frame = cycle.Frame((int)(_sent % cycle.Count), scratch, Stopwatch.GetTimestamp());
                    connection.SendAsync(frame).GetAwaiter().GetResult();
                    _due += _interval;
                    _sent++;
                }
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                _served.SetException(new IOException("The client left.", e));
                return false;
            }

            if (_sent < request.Count)
            {
                return true;
            }

            _served.SetResult();
            return false;
        }
    }
}
