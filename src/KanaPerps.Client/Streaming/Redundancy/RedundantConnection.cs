using System.Diagnostics.CodeAnalysis;
using System.Net;
using KanaPerps.Transport;
using KanaPerps.Wire;

namespace KanaPerps.Streaming.Redundancy;

/// <summary>
/// The connection of a feed and, where it is wanted, a second one beside it, as one: it lasts as long as one of them does. The first is dialled by the feed;
/// this dials the second, and a new one whenever either ends. <see cref="MessageMerge"/> decides which messages the feed gets.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The source has no timer and is linked to no other, so it needs no disposal.")]
internal sealed partial class RedundantConnection : IConnection
{
    // Connections that can't be compared after all must not take turns.
    private static readonly TimeSpan s_leastReign = TimeSpan.FromSeconds(10);

    private readonly RedundancyContext _context;
    private readonly object _gate;
    private readonly RedundancyState _state;
    private readonly MessageMerge _merge;
    private readonly long _start;
    private readonly List<RedundantLine> _lines = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<Loss> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _firstMessage = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<(RedundantLine Line, Loss Loss)> _lineEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile RedundantLine _leader;
    private TimeSpan _reignSince;
    private byte[]? _request;
    private volatile Task _closing = Task.CompletedTask;
    private Action<ReceivedMessage>? _onMessage;
    private Action? _onBurstEnd;

    /// <summary>Wraps a connection.</summary>
    /// <param name="first">The connection. It is disposed of with this one.</param>
    /// <param name="context">What the feed gives it.</param>
    public RedundantConnection(IConnection first, RedundancyContext context)
    {
        _context = context;
        (_gate, _state) = (context.Gate, context.State);
        _merge = new MessageMerge(context.IsHistory);
        _start = context.Time.GetTimestamp();
        _leader = new RedundantLine(first, _merge.Join(), TimeSpan.Zero);
        _lines.Add(_leader);
    }

    /// <inheritdoc/>
    /// <remarks>Null while there is another connection that brings messages: then a leader that is stuck is replaced here.</remarks>
    public TimeSpan? AssemblyTime
    {
        get
        {
            lock (_gate)
            {
                return Standby is { Source.HasMessage: true } ? null : _leader.Connection.AssemblyTime;
            }
        }
    }

    /// <inheritdoc/>
    public TimeSpan SinceLastByte => _leader.Connection.SinceLastByte;

    /// <inheritdoc/>
    public IPEndPoint? RemoteEndPoint => _leader.Connection.RemoteEndPoint;

    /// <inheritdoc/>
    public WireProblem? PartialMessage => _leader.Connection.PartialMessage;

    private TimeSpan Now => _context.Time.GetElapsedTime(_start);

    // The other line. Used under the lock.
    private RedundantLine? Standby => _lines.Find(l => l != _leader && !l.IsAbandoned);

    /// <inheritdoc/>
    public async Task SendAsync(ReadOnlyMemory<byte> utf8)
    {
        RedundantLine? standby;
        lock (_gate)
        {
            _request = utf8.ToArray();
            standby = Standby;
            _state.Leader = $"{_leader.Connection.RemoteEndPoint}";
        }

        if (standby is not null)
        {
            // A standby that is lost is known by its pump.
            await standby.Connection.SendAsync(utf8).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _leader.Connection.SendAsync(utf8).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<Loss> PumpAsync(Action<ReceivedMessage> onMessage, Action onBurstEnd)
    {
        (_onMessage, _onBurstEnd) = (onMessage, onBurstEnd);
        _leader.Run = RunAsync(_leader);
        Task standby = KeepStandbyAsync(_stop.Token);
        try
        {
            return await _end.Task.ConfigureAwait(false);
        }
        finally
        {
            // The connection that has closed first does not cut the other one off before it has.
            await _closing.ConfigureAwait(false);
            Abort();
            await standby.ConfigureAwait(false);
            await Task.WhenAll(Lines().Select(l => l.Run)).ConfigureAwait(false);
            lock (_gate)
            {
                (_state.Leader, _state.Standby, _state.CanTakeOver) = (null, null, false);
            }
        }
    }

    /// <inheritdoc/>
    public async Task CloseAsync(Task pump)
    {
        TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _closing = closed.Task;
        try
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(Lines().Select(l => l.Connection.CloseAsync(l.Run))).ConfigureAwait(false);
        }
        finally
        {
            closed.SetResult();
        }
    }

    /// <inheritdoc/>
    public void Abort()
    {
        _stop.Cancel();
        foreach (RedundantLine line in Lines())
        {
            line.Connection.Abort();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _leader.Connection.Dispose();

    private RedundantLine[] Lines()
    {
        lock (_gate)
        {
            return [.. _lines];
        }
    }

    private async Task RunAsync(RedundantLine line)
    {
        try
        {
            Loss loss = await line.Connection.PumpAsync(m => Take(line, m), OnBurstEnd).ConfigureAwait(false);
            OnEnded(line, loss);
        }
        catch (Exception e)
        {
            // What the feed threw, or a mistake of this program: it ends the feed.
            _end.TrySetException(e);
        }

        if (line != _leader)
        {
            line.Connection.Dispose();
        }
    }

    private void OnBurstEnd() => _onBurstEnd!();

    private void Take(RedundantLine line, ReceivedMessage message)
    {
        lock (_gate)
        {
            if (line.IsAbandoned)
            {
                return;
            }

            if (!line.Source.HasMessage)
            {
                _firstMessage.TrySetResult();
            }

            if (!_state.IsWanted)
            {
                line.Source.HasMessage = true;
                _onMessage!(message);
                return;
            }

            ulong fingerprint = MessageFingerprint.Of(message.Payload);
            MergeVerdict verdict = _merge.Take(line.Source, fingerprint, Now);
            _state.CanTakeOver |= line != _leader;
            if (verdict == MergeVerdict.Deliver)
            {
                _state.Saved += line == _leader ? 0 : 1;
                _onMessage!(new ReceivedMessage(message.Payload, message.IsBinary) { IsOfStandby = line != _leader });
            }
            else if (verdict == MergeVerdict.Keep)
            {
                line.Source.Keep(new KeptMessage(fingerprint, message.Payload.ToArray(), message.IsBinary, Now, _context.Time.GetUtcNow()));
                if (!_leader.Source.HasMessage)
                {
                    TakeOver(line);
                }
            }
        }
    }

    private void OnEnded(RedundantLine line, Loss loss)
    {
        lock (_gate)
        {
            if (line == _leader)
            {
                bool isReplay = _context.IsLoopback && loss.CloseCode is ReplayCloseCode.Ended or ReplayCloseCode.BeginsAgain or ReplayCloseCode.Lost;
                if (isReplay || _stop.IsCancellationRequested || Standby is not { Source.HasMessage: true } standby)
                {
                    _end.TrySetResult(loss);
                    return;
                }

                _merge.Leave(line.Source);
                TakeOver(standby);
            }
            else
            {
                _merge.Leave(line.Source);
                _state.OnNoStandby();
            }

            _lines.Remove(line);
            _lineEnded.TrySetResult((line, loss));
        }
    }

    // Called under the lock.
    private void TakeOver(RedundantLine standby)
    {
        _leader = standby;
        _reignSince = Now;
        _state.Takeovers++;
        _state.Leader = $"{standby.Connection.RemoteEndPoint}";
        _state.OnNoStandby();
        foreach (KeptMessage message in _merge.TakeOver(standby.Source, Now))
        {
            _state.Saved++;
            _onMessage!(new ReceivedMessage(message.Payload, message.IsBinary) { KeptSince = message.ReceivedAt });
        }

        _onBurstEnd!();
    }

    // Replaces a leader that is behind, or stuck within a message.
    private void Look()
    {
        RedundantLine former;
        lock (_gate)
        {
            former = _leader;
            if (_end.Task.IsCompleted || Standby is not { Source.HasMessage: true } standby)
            {
                return;
            }

            bool isBehind = _merge.AheadOfLeader(Now) is not null && Now - _reignSince > s_leastReign;
            if (!isBehind && !(former.Connection.AssemblyTime > _context.Options.AssemblyTimeout))
            {
                return;
            }

            former.IsAbandoned = true;
            TakeOver(standby);
        }

        former.Connection.Abort();
    }
}
