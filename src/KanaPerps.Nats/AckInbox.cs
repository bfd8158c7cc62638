using System.Globalization;
using NATS.Client.Core;

namespace KanaPerps.Nats;

/// <summary>
/// Awaits what streams answer to the messages of a connection. One subscription takes all of the answers: the library's own way has a subscription, a channel and a timer for each
/// message, which cost more than all else that is done to publish it.
/// </summary>
internal sealed class AckInbox : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Question> _open = [];
    private readonly string _prefix = $"_INBOX.{Guid.NewGuid():N}.";
    private readonly TimeSpan _timeout;
    private readonly Timer _timer;
    private BrokerException? _end;
    private long _last;

    /// <summary>Makes an inbox.</summary>
    /// <param name="connection">The connection.</param>
    public AckInbox(NatsConnection connection)
    {
        _timeout = connection.Opts.RequestTimeout;
        Subscription = new(connection, _prefix + "*", Answer);
        _timer = new(_ => FailLate(), null, _timeout / 10, _timeout / 10);
    }

    /// <summary>The subscription that takes the answers.</summary>
    public InlineSubscription Subscription { get; }

    /// <summary>Begins to wait for an answer.</summary>
    /// <param name="replyTo">The subject at which it is awaited.</param>
    /// <returns>The answer.</returns>
    public Task<StoredAck> Expect(out string replyTo)
    {
        Question question = new(Environment.TickCount64);
        lock (_gate)
        {
            long number = ++_last;
            replyTo = string.Create(CultureInfo.InvariantCulture, $"{_prefix}{number}");
            if (_end is null)
            {
                _open.Add(number, question);
            }
            else
            {
                question.Fail(_end);
            }
        }

        return question.Task;
    }

    /// <summary>No answer is to come any more.</summary>
    /// <param name="reason">Why.</param>
    public void End(BrokerException reason)
    {
        Question[] open;
        lock (_gate)
        {
            _end ??= reason;
            open = [.. _open.Values];
            _open.Clear();
        }

        Array.ForEach(open, q => q.Fail(reason));
        _timer.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => End(new(BrokerFailure.Unreachable, "the connection was closed"));

    private void Answer(in BrokerMessage message)
    {
        bool isNone = message.Status == 503;
        StoredAck answer = default;

        // Whatever else may answer at the subject of a message is not the stream.
        if ((!isNone && !AckReader.TryRead(message.Payload, out answer)) || !long.TryParse(message.Subject.AsSpan(_prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            return;
        }

        Question? question;
        lock (_gate)
        {
            _open.Remove(number, out question);
        }

        if (isNone)
        {
            question?.Fail(new(BrokerFailure.NoJetStream, "JetStream does not answer"));
        }
        else
        {
            question?.TrySetResult(answer);
        }
    }

    private void FailLate()
    {
        long latest = Environment.TickCount64 - (long)_timeout.TotalMilliseconds;
        List<Question> late = [];
        lock (_gate)
        {
            foreach ((long number, Question question) in _open)
            {
                if (question.At <= latest)
                {
                    _open.Remove(number);
                    late.Add(question);
                }
            }
        }

        late.ForEach(q => q.Fail(new(BrokerFailure.Timeout, "the server does not answer in time")));
    }

    private sealed class Question(long at) : TaskCompletionSource<StoredAck>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public long At { get; } = at;

        public void Fail(BrokerException reason)
        {
            TrySetException(reason);

            // What nothing waits for any more is no error of the process.
            _ = Task.Exception;
        }
    }
}
