using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;

namespace KanaPerps.Client.Tests;

/// <summary>A WebSocket without a network: a test says what it receives and when it breaks, and sees what is asked of it.</summary>
internal sealed class ScriptedSocket : WebSocket
{
    private readonly Channel<(byte[] Bytes, WebSocketMessageType Type)> _script = Channel.CreateUnbounded<(byte[], WebSocketMessageType)>();
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private (byte[] Bytes, WebSocketMessageType Type)? _current;
    private int _at;

    /// <summary>How often the socket was asked to receive.</summary>
    public int Receives { get; private set; }

    /// <summary>The token of each attempt to close.</summary>
    public List<CancellationToken> Closes { get; } = [];

    /// <summary>Whether the system takes no frame any more.</summary>
    public bool IsStuck { get; set; }

    public bool IsAborted { get; private set; }

    /// <summary>Completes when the socket is disposed.</summary>
    public Task Disposed => _disposed.Task;

    public List<(WebSocketMessageType Type, string Text)> Sent { get; } = [];

    public override WebSocketCloseStatus? CloseStatus => WebSocketCloseStatus.NormalClosure;

    public override string? CloseStatusDescription => null;

    public override string? SubProtocol => null;

    public override WebSocketState State => IsAborted ? WebSocketState.Aborted : WebSocketState.Open;

    /// <summary>Lets a message be received.</summary>
    public void Say(string text, WebSocketMessageType type = WebSocketMessageType.Text) => _script.Writer.TryWrite((Encoding.UTF8.GetBytes(text), type));

    /// <summary>Lets a close frame be received.</summary>
    public void Close() => _script.Writer.TryWrite(([], WebSocketMessageType.Close));

    /// <summary>Breaks the connection: a receive under way fails.</summary>
    public void Break()
    {
        IsAborted = true;
        _script.Writer.TryComplete(new WebSocketException(WebSocketError.ConnectionClosedPrematurely));
    }

    /// <summary>Breaks the connection in a way that no receive notices.</summary>
    public void BreakUnnoticed() => IsAborted = true;

    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        Receives++;
        if (_current is null)
        {
            try
            {
                _current = await _script.Reader.ReadAsync(cancellationToken);
            }
            catch (ChannelClosedException e)
            {
                throw e.InnerException ?? e;
            }

            _at = 0;
        }

        (byte[] bytes, WebSocketMessageType type) = _current.Value;
        int count = Math.Min(buffer.Length, bytes.Length - _at);
        bytes.AsSpan(_at, count).CopyTo(buffer.Span);
        _at += count;
        bool isWhole = _at == bytes.Length;
        _current = isWhole ? null : _current;
        return new(count, type, isWhole);
    }

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        if (IsAborted)
        {
            throw new WebSocketException(WebSocketError.InvalidState);
        }

        Sent.Add((messageType, Encoding.UTF8.GetString(buffer)));
        return Task.CompletedTask;
    }

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        Closes.Add(cancellationToken);
        return IsStuck ? Task.Delay(Timeout.Infinite, cancellationToken) : Task.CompletedTask;
    }

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        CloseOutputAsync(closeStatus, statusDescription, cancellationToken);

    public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) => throw new NotSupportedException();

    public override void Abort() => Break();

    public override void Dispose() => _disposed.TrySetResult();
}
