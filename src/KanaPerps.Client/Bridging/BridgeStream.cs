using KanaPerps.Nats;

namespace KanaPerps.Bridging;

/// <summary>The stream that a bridge publishes to: created where it is missing, and never changed.</summary>
internal static class BridgeStream
{
    // What a stream keeps of each subject if that was not asked for.
    private const int UsualHistory = 100;

    // The id in the headers of a message, and what an answer to a watcher has beside a message.
    private const int Overhead = 2048;

    /// <summary>Finds or creates the stream.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="broker">The address of the broker.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="cancellation">Ends the calls.</param>
    /// <returns>How large a line may be.</returns>
    /// <exception cref="BrokerException">The broker has no JetStream, or does not allow it.</exception>
    /// <exception cref="KanaException">The stream is there, and differs.</exception>
    public static async Task<int> PrepareAsync(BrokerConnection connection, BrokerAddress broker, BridgeOptions options, CancellationToken cancellation)
    {
        string name = BridgeSubjects.StreamOf(options.Prefix);
        StreamSettings wanted = new(name, [BridgeSubjects.AllOf(options.Prefix)], options.History ?? UsualHistory, TimeSpan.Zero, MaxMessageSize: -1, "Limits");
        StreamSettings stream = await connection.FindStreamAsync(name, cancellation).ConfigureAwait(false)
            ?? await connection.CreateStreamAsync(wanted, "The data of the Kana Perps exchange, published by Start-KanaBridge", cancellation).ConfigureAwait(false);
        string[] differences = [.. Differences(stream, wanted, options.History is not null)];
        if (differences.Length > 0)
        {
            throw BridgeErrors.Differs(
                broker,
                name,
                differences,
                FormattableString.Invariant($"Ask for what it has, give another -Prefix, or change it yourself: nats stream edit {name} --subjects='{wanted.Subjects[0]}' --max-msgs-per-subject={wanted.MessagesPerSubject} --max-age=0."));
        }

        return Math.Min(connection.MaxPayload, stream.MaxMessageSize < 0 ? int.MaxValue : stream.MaxMessageSize) - Overhead;
    }

    private static IEnumerable<string> Differences(StreamSettings stream, StreamSettings wanted, bool isHistoryGiven)
    {
        if (!stream.Subjects.Contains(wanted.Subjects[0]))
        {
            yield return $"it takes {string.Join(", ", stream.Subjects)}, and not {wanted.Subjects[0]}";
        }

        if (isHistoryGiven && stream.MessagesPerSubject != wanted.MessagesPerSubject)
        {
            string has = stream.MessagesPerSubject < 0 ? "any number of messages" : FormattableString.Invariant($"{stream.MessagesPerSubject} messages");
            yield return FormattableString.Invariant($"it keeps {has} of each subject, and not {wanted.MessagesPerSubject}");
        }

        if (stream.MaxAge > TimeSpan.Zero)
        {
            yield return FormattableString.Invariant($"it deletes messages after {stream.MaxAge}, also the last one of a subject");
        }

        if (!stream.Retention.Equals(wanted.Retention, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"it deletes messages by the rule {stream.Retention}, and not by {wanted.Retention}";
        }
    }
}
