using KanaPerps.Testing;
using KanaPerps.Testing.Faults;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace KanaPerps.Nats.Tests;

/// <summary>Another program that uses the same broker.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private readonly NatsConnection _connection;
    private readonly NatsJSContext _context;

    private RawClient(NatsConnection connection)
    {
        _connection = connection;
        _context = new(connection);
    }

    public static async Task<RawClient> ConnectAsync(NatsServer server)
    {
        NatsConnection connection = new(new NatsOpts { Url = server.Address.ToString() });
        await connection.ConnectAsync();
        return new(connection);
    }

    /// <summary>Creates a stream that takes nothing more when it is full.</summary>
    public async Task CreateStreamAsync(string name, string subject, long maxBytes = -1, TimeSpan maxAge = default, long perSubject = -1) =>
        await _context.CreateStreamAsync(new StreamConfig(name, [subject]) { MaxBytes = maxBytes, MaxAge = maxAge, MaxMsgsPerSubject = perSubject, Discard = StreamConfigDiscard.New });

    /// <summary>The number of messages of each subject that a stream keeps.</summary>
    public async Task<long> PerSubjectAsync(string name) => (await _context.GetStreamAsync(name)).Info.Config.MaxMsgsPerSubject;

    /// <summary>Deletes the messages of a subject.</summary>
    public async Task PurgeAsync(string stream, string subject) => await (await _context.GetStreamAsync(stream)).PurgeAsync(new StreamPurgeRequest { Filter = subject });

    public async Task PublishAsync(string subject, string text, string? id = null) =>
        await _connection.PublishAsync(subject, text, headers: id is null ? null : new NatsHeaders { ["Nats-Msg-Id"] = id });

    /// <summary>Puts a message into a stream.</summary>
    public async Task StoreAsync(string subject, string text) => (await _context.PublishAsync(subject, text)).EnsureSuccess();

    /// <summary>Waits for the next message of a subject.</summary>
    public async Task NextAsync(string subject)
    {
        await using INatsSub<string> subscription = await _connection.SubscribeCoreAsync<string>(subject);
        await subscription.Msgs.ReadAsync().AsTask().InTime(subject);
    }

    /// <summary>Answers what is asked at a subject.</summary>
    public async Task AnswerAsync(string subject, string answer)
    {
        INatsSub<string> subscription = await _connection.SubscribeCoreAsync<string>(subject);
        await _connection.PingAsync();
        _ = Task.Run(async () =>
        {
            await foreach (NatsMsg<string> question in subscription.Msgs.ReadAllAsync())
            {
                await question.ReplyAsync(answer);
            }
        });
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
