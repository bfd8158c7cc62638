using System.Collections.Concurrent;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace KanaPerps.Nats;

/// <summary>
/// A connection to a NATS server. It ends when it is lost: when to connect again is for the caller to decide, so the library's own reconnection never
/// begins. This type's public members have types of the framework and of this assembly only, so that no type of a package is bound outside of it.
/// </summary>
public sealed class BrokerConnection : IAsyncDisposable
{
    private const int StreamNotFound = 10059;
    private const int MessageNotFound = 10037;
    private const int SubjectsOverlap = 10065;

    // The library closes the socket first. Then it waits for each of its calls that a server which takes nothing keeps waiting.
    private static readonly TimeSpan s_longestDisposal = TimeSpan.FromSeconds(1);

    private readonly NatsConnection _nats;
    private readonly NatsJSContext _jetStream;
    private readonly TaskCompletionSource<BrokerException> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The library holds subscriptions by weak references: what only it knows is collected, and its messages are dropped.
    private readonly ConcurrentDictionary<InlineSubscription, bool> _subscriptions = [];

    // The library's own disposal fails where two calls of it meet: the end of the connection and its owner share one.
    private readonly Lazy<Task> _disposal;
    private readonly Lazy<Task<AckInbox>> _acks;
    private INatsJSStream? _stream;

    private BrokerConnection(NatsConnection nats)
    {
        _nats = nats;
        _jetStream = new(nats);
        _acks = new(OpenAcksAsync);
        _disposal = new(() => Task.Run(EndAsync));
        nats.ConnectionDisconnected += (_, _) =>
        {
            Close(new(BrokerFailure.Unreachable, "the connection to the broker broke"));
            return ValueTask.CompletedTask;
        };
        nats.ServerError += (_, e) =>
        {
            if (e.Kind == NatsServerErrorKind.PermissionsViolation)
            {
                Denied?.Invoke(e.Error);
            }

            return ValueTask.CompletedTask;
        };
    }

    /// <summary>Completes when the connection is lost or disposed of, with the reason.</summary>
    public Task<BrokerException> Closed => _closed.Task;

    /// <summary>How large a message may be, in bytes.</summary>
    public int MaxPayload => _nats.ServerInfo?.MaxPayload ?? int.MaxValue;

    /// <summary>The server does not allow something to this user: its words, which name the subject. Raised on the connection's reader.</summary>
    public event Action<string>? Denied;

    /// <summary>Connects.</summary>
    /// <param name="options">Where to, and how to log in.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="BrokerException">It could not be made.</exception>
    /// <exception cref="OperationCanceledException">The attempt was ended.</exception>
    public static async Task<BrokerConnection> ConnectAsync(BrokerOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        BrokerDial dial = new(options);
        NatsConnection nats = new(dial.Options);
        BrokerConnection connection = new(nats);
        try
        {
            await nats.ConnectAsync().AsTask().WaitAsync(options.ConnectTimeout, cancellation).ConfigureAwait(false);
            return connection;
        }
        catch (Exception e)
        {
            // Its disposal may wait for the attempt.
            _ = nats.DisposeAsync().AsTask();
            cancellation.ThrowIfCancellationRequested();
            throw dial.Explain(e);
        }
    }

    /// <summary>Subscribes to a subject.</summary>
    /// <param name="subject">The subject, which may have wildcards.</param>
    /// <param name="handler">Takes the messages.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The subscription; dispose it to leave. It lasts as long as the connection, whether it is referred to or not.</returns>
    /// <exception cref="BrokerException">The connection is lost.</exception>
    public Task<IAsyncDisposable> SubscribeAsync(string subject, BrokerMessageHandler handler, CancellationToken cancellation) => SubscribeAsync(new(_nats, subject, handler), cancellation);

    /// <summary>Waits until the server has taken all that was sent.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>When it has.</returns>
    /// <exception cref="BrokerException">The connection is lost.</exception>
    public Task FlushAsync(CancellationToken cancellation) => GuardAsync(() => _nats.PingAsync(cancellation), cancellation);

    /// <summary>Publishes a message that no stream has to store.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="payload">The content.</param>
    /// <param name="replyTo">Where an answer is awaited, or null.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>When it is on its way.</returns>
    /// <exception cref="BrokerException">The connection is lost.</exception>
    public Task PublishAsync(string subject, ReadOnlyMemory<byte> payload, string? replyTo, CancellationToken cancellation) => SendAsync(subject, payload, replyTo, headers: null, cancellation);

    /// <summary>A subject of this connection's own, for answers.</summary>
    /// <returns>The subject.</returns>
    public string NewInbox() => _nats.NewInbox();

    /// <summary>Publishes a message for a stream. Messages are sent in the order of the calls, each of which is awaited before the next one.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="payload">The content.</param>
    /// <param name="id">The message's id: a stream that has it already stores nothing.</param>
    /// <param name="lastOfSubject">The number of the subject's last message, if the message is to be stored only where that is so; 0 for none.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>When it is on its way: the task of the stream's answer. It fails with a <see cref="BrokerException"/> when none comes in time, and when the connection ends.</returns>
    /// <exception cref="BrokerException">The connection is lost.</exception>
    public async Task<Task<StoredAck>> StoreAsync(string subject, ReadOnlyMemory<byte> payload, string? id, ulong? lastOfSubject, CancellationToken cancellation)
    {
        AckInbox acks = await _acks.Value.ConfigureAwait(false);
        Task<StoredAck> answer = acks.Expect(out string replyTo);
        await SendAsync(subject, payload, replyTo, StoredHeaders.Of(id, lastOfSubject), cancellation).ConfigureAwait(false);
        return answer;
    }

    /// <summary>Finds a stream.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>Its settings, or null when there is no such stream.</returns>
    /// <exception cref="BrokerException">The server has no JetStream, or the connection is lost.</exception>
    public async Task<StreamSettings?> FindStreamAsync(string name, CancellationToken cancellation)
    {
        try
        {
            _stream = await GuardAsync(() => _jetStream.GetStreamAsync(name, cancellationToken: cancellation), cancellation).ConfigureAwait(false);
            return SettingsOf(_stream.Info.Config);
        }
        catch (NatsJSApiException e) when (e.Error.ErrCode == StreamNotFound)
        {
            return null;
        }
        catch (NatsJSApiException e)
        {
            throw BrokerDial.Explain(e.Error);
        }
    }

    /// <summary>Creates a stream, on disk.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The settings that it has.</returns>
    /// <exception cref="BrokerException">It could not be created, or the connection is lost.</exception>
    public async Task<StreamSettings> CreateStreamAsync(StreamSettings settings, string description, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        StreamConfig config = new(settings.Name, [.. settings.Subjects])
        {
            Description = description,
            MaxMsgsPerSubject = settings.MessagesPerSubject,
            Storage = StreamConfigStorage.File,
            Retention = StreamConfigRetention.Limits,
            Discard = StreamConfigDiscard.Old,
        };
        try
        {
            _stream = await GuardAsync(() => _jetStream.CreateStreamAsync(config, cancellation), cancellation).ConfigureAwait(false);
            return SettingsOf(_stream.Info.Config);
        }
        catch (NatsJSApiException e) when (e.Error.ErrCode == SubjectsOverlap)
        {
            throw new BrokerException(BrokerFailure.SubjectsTaken, $"another stream of it has subjects that begin with {settings.Name}, or with what {settings.Name} begins with");
        }
        catch (NatsJSApiException e)
        {
            throw BrokerDial.Explain(e.Error);
        }
    }

    /// <summary>The last message of a subject in the stream that was found or created.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The message, or null.</returns>
    /// <exception cref="BrokerException">The connection is lost.</exception>
    public async Task<StoredMessage?> LastOfAsync(string subject, CancellationToken cancellation)
    {
        try
        {
            StreamMsgGetResponse answer = await GuardAsync(() => _stream!.GetAsync(new StreamMsgGetRequest { LastBySubj = subject }, cancellation), cancellation).ConfigureAwait(false);
            return new(answer.Message.Seq, StoredHeaders.IdIn(answer.Message.Hdrs), answer.Message.Data);
        }
        catch (NatsJSApiException e) when (e.Error.ErrCode == MessageNotFound)
        {
            return null;
        }
        catch (NatsJSApiException e)
        {
            throw BrokerDial.Explain(e.Error);
        }
    }

    /// <summary>Ends the connection. Can be called again, also by several at once.</summary>
    /// <returns>When it has ended.</returns>
    public async ValueTask DisposeAsync()
    {
        Close(new(BrokerFailure.Unreachable, "the connection was closed"));
        await Task.WhenAny(_disposal.Value, Task.Delay(s_longestDisposal)).ConfigureAwait(false);
    }

    private async Task EndAsync()
    {
        try
        {
            await _nats.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The socket is closed. What the library could not send is of no matter any more.
        }
    }

    private void Close(BrokerException reason)
    {
        if (_closed.TrySetResult(reason))
        {
            // Or it would connect again.
            _ = _disposal.Value;
        }
    }

    private async Task<IAsyncDisposable> SubscribeAsync(InlineSubscription subscription, CancellationToken cancellation)
    {
        _subscriptions[subscription] = true;
        try
        {
            await GuardAsync(
                async () =>
                {
                    await _nats.AddSubAsync(subscription, cancellation).ConfigureAwait(false);
                    return subscription;
                },
                cancellation).ConfigureAwait(false);
            return new Lease(this, subscription);
        }
        catch
        {
            _subscriptions.TryRemove(subscription, out _);
            throw;
        }
    }

    private async Task<AckInbox> OpenAcksAsync()
    {
        AckInbox acks = new(_nats);
        _ = _closed.Task.ContinueWith(closed => acks.End(closed.Result), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await SubscribeAsync(acks.Subscription, CancellationToken.None).ConfigureAwait(false);
        return acks;
    }

    private static StreamSettings SettingsOf(StreamConfig config) => new(
        config.Name ?? "", [.. config.Subjects ?? []], config.MaxMsgsPerSubject, config.MaxAge, config.MaxMsgSize <= 0 ? -1 : config.MaxMsgSize, config.Retention.ToString());

    private async Task SendAsync(string subject, ReadOnlyMemory<byte> payload, string? replyTo, NatsHeaders? headers, CancellationToken cancellation)
    {
        ThrowIfClosed();
        try
        {
            await _nats.PublishAsync(subject, payload, headers, replyTo, NatsRawSerializer<ReadOnlyMemory<byte>>.Default, cancellationToken: cancellation).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            cancellation.ThrowIfCancellationRequested();
            throw Explain(e);
        }
    }

    private async Task<T> GuardAsync<T>(Func<ValueTask<T>> call, CancellationToken cancellation)
    {
        ThrowIfClosed();
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not NatsJSApiException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw Explain(e);
        }
    }

    private void ThrowIfClosed()
    {
        if (_closed.Task.IsCompleted)
        {
            throw _closed.Task.Result;
        }
    }

    // What the library throws where a connection is lost depends on where it was; what it is to the caller does not.
    private BrokerException Explain(Exception e) => _closed.Task.IsCompleted ? _closed.Task.Result : BrokerDial.ExplainCall(e);

    private sealed class Lease(BrokerConnection connection, InlineSubscription subscription) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            connection._subscriptions.TryRemove(subscription, out _);
            try
            {
                await connection.GuardAsync(
                    async () =>
                    {
                        await subscription.DisposeAsync().ConfigureAwait(false);
                        return true;
                    },
                    CancellationToken.None).ConfigureAwait(false);
            }
            catch (BrokerException)
            {
                // The subscription ends with the connection.
            }
        }
    }
}
