using KanaPerps.Transport;

namespace KanaPerps.Streaming.Redundancy;

/// <content>Dials the second connection, and looks at intervals whether the leader is as good as it.</content>
internal sealed partial class RedundantConnection
{
    // Two connections that begin together would be lost together by what ends them after some time.
    private static readonly TimeSpan s_apart = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_lookInterval = TimeSpan.FromMilliseconds(250);

    // While one connection brings data, the other is not to be blamed for what both of them stand for: it must have lived for this time only to be dialled as
    // after a healthy one. The budget of dials holds all the same.
    private static readonly TimeSpan s_stableAfter = TimeSpan.FromSeconds(3);

    // The first connection decides what is a fault. A venue that refuses only a second one is asked seldom.
    private static readonly TimeSpan s_pauseAfterFault = TimeSpan.FromMinutes(5);

    private async Task KeepStandbyAsync(CancellationToken stop)
    {
        try
        {
            await _state.Wanted.WaitAsync(stop).ConfigureAwait(false);
            using PeriodicTimer timer = new(s_lookInterval, _context.Time);
            Task looking = LookAgainAndAgainAsync(timer, stop);
            try
            {
                // A feed that has data sends no second subscription before it; one that has none may have it by another connection.
                await Task.WhenAny(_firstMessage.Task, Task.Delay(_context.Options.FirstMessageTimeout / 2, _context.Time, stop)).ConfigureAwait(false);
                await DialAgainAndAgainAsync(stop).ConfigureAwait(false);
            }
            finally
            {
                timer.Dispose();
                await looking.ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            _end.TrySetException(e);
        }
    }

    private async Task LookAgainAndAgainAsync(PeriodicTimer timer, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false))
        {
            Look();
        }
    }

    private async Task DialAgainAndAgainAsync(CancellationToken stop)
    {
        ReconnectPolicy policy = new(_context.Options);
        TimeSpan pause = s_apart * (1 + Random.Shared.NextDouble());
        while (true)
        {
            await Task.Delay(pause, _context.Time, stop).ConfigureAwait(false);
            (RedundantLine? ended, Loss loss) = await RunStandbyAsync(stop).ConfigureAwait(false);
            bool wasStable = ended is not null && Now - ended.Start >= s_stableAfter;
            pause = policy.Next(loss, wasStable ? _context.Options.StableAfter : TimeSpan.Zero, ended?.Source.HasMessage ?? false, Random.Shared.NextDouble()) ?? s_pauseAfterFault;
        }
    }

    // Dials, and waits until one of the two ends. Without a line if the dial failed.
    private async Task<(RedundantLine? Ended, Loss Loss)> RunStandbyAsync(CancellationToken stop)
    {
        lock (_gate)
        {
            _state.OnNoStandby();
        }

        IConnection? connection = null;
        try
        {
            await _context.Dialer.WaitForTurnAsync(stop).ConfigureAwait(false);
            connection = await _context.Dialer.DialAsync(stop, _leader.Connection.RemoteEndPoint?.Address).ConfigureAwait(false);
            await connection.SendAsync(_request).ConfigureAwait(false);
        }
        catch (LossException e)
        {
            connection?.Dispose();
            return (null, e.Loss);
        }

        RedundantLine line;
        Task<(RedundantLine, Loss)> ended;
        lock (_gate)
        {
            if (stop.IsCancellationRequested)
            {
                connection.Dispose();
                stop.ThrowIfCancellationRequested();
            }

            line = new RedundantLine(connection, _merge.Join(), Now);
            _lines.Add(line);
            _lineEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
            ended = _lineEnded.Task;
            _state.Standby = $"{connection.RemoteEndPoint}";
            line.Run = RunAsync(line);
        }

        (RedundantLine Line, Loss Loss) first = await ended.WaitAsync(stop).ConfigureAwait(false);
        return (first.Line, first.Loss);
    }
}
