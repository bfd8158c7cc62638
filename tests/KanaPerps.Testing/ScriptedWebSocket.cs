using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace KanaPerps.Testing;

/// <summary>A connection after its handshake. Reads the client's frames by itself and answers pings and closes unless told not to.</summary>
public sealed class ScriptedWebSocket
{
    private readonly ScriptedConnection _connection;
    private readonly Channel<string> _texts = Channel.CreateUnbounded<string>();
    private readonly Channel<bool> _pings = Channel.CreateUnbounded<bool>();
    private readonly Channel<bool> _pongs = Channel.CreateUnbounded<bool>();
    private readonly TaskCompletionSource<int?> _closeSeen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;

    internal ScriptedWebSocket(ScriptedConnection connection, ReceivedRequest handshake)
    {
        _connection = connection;
        Handshake = handshake;
        _reading = ReadAllAsync();
    }

    /// <summary>The client's handshake.</summary>
    public ReceivedRequest Handshake { get; }

    /// <summary>Whether pings are answered with pongs.</summary>
    public bool AnswersPings { get; set; } = true;

    /// <summary>Whether a close frame is answered with one.</summary>
    public bool AnswersClose { get; set; } = true;

    /// <summary>The next text frame of the client.</summary>
    public Task<string> NextTextAsync() => _texts.Reader.ReadAsync().AsTask().InTime();

    /// <summary>The next ping of the client that was not waited for yet.</summary>
    public Task NextPingAsync() => _pings.Reader.ReadAsync().AsTask().InTime();

    /// <summary>The code of the client's close frame: null when the connection ended without one.</summary>
    public Task<int?> CloseSeenAsync() => _closeSeen.Task.InTime();

    /// <summary>Completes with the end of the connection, however it comes.</summary>
    public Task Ended => _reading;

    /// <summary>Waits for the end of the connection, however it comes.</summary>
    public Task EndAsync() => _reading.InTime();

    public Task SendTextAsync(string text) => SendRawAsync(Frame.OfText(text));

    /// <summary>Sends a text, and waits until the client has handled it: it answers the ping behind it only then.</summary>
    public async Task SendHandledTextAsync(string text)
    {
        await SendTextAsync(text);
        await SendRawAsync(Frame.Make(Frame.Ping, []));
        await _pongs.Reader.ReadAsync().AsTask().InTime(text);
    }

    /// <summary>Sends a fixture as one text frame.</summary>
    /// <param name="name">The path below Samples.</param>
    public Task SendSampleAsync(string name) => SendRawAsync(Frame.Make(Frame.Text, Samples.Bytes(name)));

    public Task SendBinaryAsync(byte[] payload) => SendRawAsync(Frame.Make(Frame.Binary, payload));

    public Task SendCloseAsync(int code, string reason = "") => SendRawAsync(Frame.OfClose(code, reason));

    /// <summary>Sends a text, and closes.</summary>
    public async Task EndAfterAsync(string text, int code)
    {
        await SendTextAsync(text);
        await SendCloseAsync(code);
    }

    /// <summary>Sends bytes as they are: whole frames, parts of frames, or none.</summary>
    public Task SendRawAsync(byte[] bytes) => _connection.SendAsync(bytes);

    /// <inheritdoc cref="ScriptedConnection.Reset"/>
    public void Reset() => _connection.Reset();

    /// <inheritdoc cref="ScriptedConnection.EndSending"/>
    public void EndSending() => _connection.EndSending();

    /// <summary>Ends the connection without a close frame.</summary>
    public void Drop() => _connection.Dispose();

    private async Task ReadAllAsync()
    {
        int? code = null;
        try
        {
            while (await ReadFrameAsync() is var (opcode, payload))
            {
                switch (opcode)
                {
                    case Frame.Text:
                        _texts.Writer.TryWrite(Encoding.UTF8.GetString(payload));
                        break;
                    case Frame.Ping:
                        _pings.Writer.TryWrite(true);
                        await (AnswersPings ? SendRawAsync(Frame.Make(Frame.Pong, payload)) : Task.CompletedTask);
                        break;
                    case Frame.Pong:
                        _pongs.Writer.TryWrite(true);
                        break;
                    case Frame.Close:
                        code = payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(payload) : 1005;
                        _closeSeen.TrySetResult(code);
                        await (AnswersClose ? AnswerCloseAsync(payload) : Task.CompletedTask);
                        break;
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or TimeoutException)
        {
            // The connection is over: by the client, or because the script ended it.
        }
        finally
        {
            _closeSeen.TrySetResult(code);
            _texts.Writer.TryComplete();
            _pongs.Writer.TryComplete();
        }
    }

    // The server ends the connection first, as RFC 6455 wants it; a client waits for that.
    private async Task AnswerCloseAsync(byte[] payload)
    {
        await SendRawAsync(Frame.Make(Frame.Close, payload));
        EndSending();
    }

    // A client's frames are masked and, at the sizes that this client sends, never fragmented.
    private async Task<(byte Opcode, byte[] Payload)> ReadFrameAsync()
    {
        byte[] head = await ReadAsync(2);
        int length = head[1] & 0x7F;
        length = length == 126 ? BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2)) : length;
        byte[] mask = await ReadAsync(4);
        byte[] payload = await ReadAsync(length);
        for (int i = 0; i < payload.Length; i++)
        {
            payload[i] ^= mask[i & 3];
        }

        return ((byte)(head[0] & 0x0F), payload);
    }

    private async Task<byte[]> ReadAsync(int count)
    {
        byte[] bytes = new byte[count];
        await _connection.Stream.ReadExactlyAsync(bytes);
        return bytes;
    }
}
