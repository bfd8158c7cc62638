using System.Buffers;
using System.Text;
using NATS.Client.Core;

namespace KanaPerps.Nats;

/// <summary>A subscription whose messages are handled where they are read, in the order of the connection: also those of different subscriptions.</summary>
internal sealed class InlineSubscription : NatsSubBase, IAsyncDisposable
{
    private const string IdHeader = "Nats-Msg-Id";

    private static readonly NatsHeaderParser s_headers = new(Encoding.UTF8);

    private readonly BrokerMessageHandler _handler;

    public InlineSubscription(INatsConnection connection, string subject, BrokerMessageHandler handler)
        : base(connection, connection.SubscriptionManager, subject, queueGroup: null, opts: null, CancellationToken.None)
    {
        _handler = handler;
    }

    /// <inheritdoc/>
    protected override ValueTask ReceiveInternalAsync(string subject, string? replyTo, ReadOnlySequence<byte>? headersBuffer, ReadOnlySequence<byte> payloadBuffer)
    {
        (string? id, int status) = headersBuffer is { } bytes ? Read(bytes) : default;
        if (payloadBuffer.IsSingleSegment)
        {
            _handler(new(subject, replyTo, id, status, payloadBuffer.FirstSpan));
            return ValueTask.CompletedTask;
        }

        int length = (int)payloadBuffer.Length;
        byte[] whole = ArrayPool<byte>.Shared.Rent(length);
        payloadBuffer.CopyTo(whole);
        _handler(new(subject, replyTo, id, status, whole.AsSpan(0, length)));
        ArrayPool<byte>.Shared.Return(whole);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void TryComplete()
    {
    }

    private static (string? Id, int Status) Read(ReadOnlySequence<byte> bytes)
    {
        NatsHeaders headers = [];
        return s_headers.ParseHeaders(new SequenceReader<byte>(bytes), headers)
            ? (headers.TryGetLastValue(IdHeader, out string? id) ? id : null, headers.Code)
            : default;
    }
}
