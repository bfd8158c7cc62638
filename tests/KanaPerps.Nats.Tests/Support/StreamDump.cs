using System.Text;
using System.Text.Json;
using KanaPerps.Testing;
using KanaPerps.Testing.Faults;
using NATS.Client.Core;
using NATS.Client.JetStream;

namespace KanaPerps.Nats.Tests;

/// <summary>Reads what is in a stream, as any NATS client can.</summary>
internal static class StreamDump
{
    /// <summary>Everything that a stream has, oldest first.</summary>
    public static async Task<IReadOnlyList<(string Subject, string? Id, string Text)>> ReadAsync(NatsServer server, string stream = "kana")
    {
        await using NatsConnection connection = new(new NatsOpts { Url = server.Address.ToString() });
        NatsJSContext context = new(connection);
        INatsJSStream found = await context.GetStreamAsync(stream);
        List<(string, string?, string)> messages = [];
        for (ulong i = Math.Max(1, found.Info.State.FirstSeq); i <= found.Info.State.LastSeq; i++)
        {
            try
            {
                NATS.Client.JetStream.Models.StoredMessage message = (await found.GetAsync(new() { Seq = i })).Message;
                messages.Add((message.Subject, StoredHeaders.IdIn(message.Hdrs), Encoding.UTF8.GetString(message.Data.Span)));
            }
            catch (NatsJSApiException)
            {
                // Deleted, because the stream has newer ones of its subject.
            }
        }

        return messages;
    }

    /// <summary>The venue's messages at a subject.</summary>
    public static async Task<IReadOnlyList<string>> MessagesAsync(NatsServer server, string subject, string stream = "kana") =>
        [.. (await ReadAsync(server, stream)).Where(m => m.Subject == subject).Select(m => Message(m.Text))];

    /// <summary>The kinds of the notices at a subject.</summary>
    public static async Task<IReadOnlyList<string>> NoticesAsync(NatsServer server, string subject) =>
        [.. (await ReadAsync(server)).Where(m => m.Subject == subject).Select(m => JsonDocument.Parse(m.Text).RootElement.GetProperty("notice").GetString()!)];

    /// <summary>Waits until the messages of a subject are those that are expected.</summary>
    public static async Task HasAsync(NatsServer server, string subject, params string[] expected)
    {
        IReadOnlyList<string> found = [];
        await Eventually.HoldsWithinAsync(
            async () =>
            {
                try
                {
                    found = await MessagesAsync(server, subject);
                }
                catch (NatsJSApiException)
                {
                    // The stream is not there yet.
                }

                return found.SequenceEqual(expected);
            },
            TimeSpan.FromSeconds(15));
        Assert.Equal(expected, found);
    }

    private static string Message(string line)
    {
        JsonElement root = JsonDocument.Parse(line).RootElement;
        return root.TryGetProperty("message", out JsonElement message) ? message.GetRawText() : root.TryGetProperty("text", out JsonElement text) ? text.GetString()! : line;
    }
}
