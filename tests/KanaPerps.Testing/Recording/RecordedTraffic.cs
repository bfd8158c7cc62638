using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using KanaPerps.Recording;
using KanaPerps.Simulator;
using KanaPerps.Streaming;
using KanaPerps.Testing.Fuzzing;
using KanaPerps.Topics;

namespace KanaPerps.Testing.Recording;

/// <summary>
/// Random traffic with faults, watched and recorded at the same time: what the watcher got and what comes out of the recording must be the same, in order,
/// digit by digit and notice by notice.
/// </summary>
public sealed class RecordedTraffic
{
    // A feed may dial three times at once, and after that waits for seconds.
    private const int MostLosses = 2;

    // A consumer that is a little late gets everything all the same, so that both sides see each message.
    private static readonly StreamOptions s_options = StreamFixture.Fast with { SnapshotCapacity = 1_000_000, QueueCapacity = 1_000_000 };

    private readonly MessageMutator _mutator;
    private readonly int _seed;
    private readonly string _folder;

    /// <summary>Prepares a run.</summary>
    /// <param name="seed">The same seed makes the same traffic.</param>
    /// <param name="folder">A folder that does not exist: the recording goes there.</param>
    public RecordedTraffic(int seed, string folder)
    {
        _seed = seed;
        _folder = folder;
        _mutator = new MessageMutator(seed);
    }

    /// <summary>How many rows and notices the watcher got.</summary>
    public int Events { get; private set; }

    /// <summary>Runs one topic.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="steps">How many messages and faults there are.</param>
    /// <param name="everyMessage">Whether the watcher wants all rows of each message.</param>
    /// <returns>The first difference, or null.</returns>
    public Task<string?> RunAsync(Topic topic, int steps, bool everyMessage) =>
        topic.Accept(new Runner(this, steps, new SubscriptionOptions { EveryMessage = everyMessage }));

    private async Task<string?> RunAsync<T>(Topic<T> topic, int steps, SubscriptionOptions options)
    {
        (string? key, Queue<byte[]> messages) = Messages(topic, steps);
        await using StreamFixture bench = new(s_options);
        using Subscription<T> subscription = bench.Manager.Subscribe(bench.Server.Endpoint, topic, key, options);
        using Recorder recorder = Recorder.Start(bench.Manager, new RecorderOptions { Path = _folder, Endpoint = bench.Server.Endpoint, Feeds = [(topic, key)], Version = "test" });
        List<string> live = [];
        ScriptedWebSocket socket = await bench.Server.AcceptSubscriberAsync();
        byte[] last = messages.Dequeue();
        long sent = 0;
        int losses = 0;
        for (int i = 0; i < steps; i++)
        {
            if (losses < MostLosses && _mutator.Chance(steps / 4))
            {
                losses++;
                Lose(socket);
                socket = await bench.Server.AcceptSubscriberAsync();
            }
            else
            {
                await socket.SendRawAsync(Next(topic.Name, messages, ref last));
                sent++;
                await Eventually.HoldsAsync(() => bench.Status.Messages == sent);
            }

            Drain(subscription, live);
        }

        await Eventually.HoldsAsync(() => !bench.Status.HoldsEmptyList);
        await Eventually.HoldsAsync(() => recorder.Messages > 0 || live.Count == 0);
        if (!recorder.Stop(TimeSpan.FromMinutes(1)))
        {
            return "The recorder does not stop.";
        }

        Drain(subscription, live);
        Events += live.Count;
        return Difference(live, Import(options));
    }

    private (string? Key, Queue<byte[]> Messages) Messages(Topic topic, int count)
    {
        using SimulatedExchange exchange = SimulatedExchange.Start(new SimulatorOptions { Manual = true, Seed = _seed });
        string? key = topic.KeyKind switch
        {
            TopicKeyKind.Market => MarketTable.Of(KanaNetwork.Mainnet)[0].MarketId.ToString(CultureInfo.InvariantCulture),
            TopicKeyKind.Address => SimulatedExchange.ProfileAddressOf("0xa1"),
            _ => null,
        };
        Queue<byte[]> messages = new();
        using IDisposable tap = exchange.Tap(topic.Name, key, m => messages.Enqueue(m.ToArray()));
        exchange.Step(2 * count);
        return (key, messages);
    }

    private byte[] Next(string topic, Queue<byte[]> messages, ref byte[] last)
    {
        if (_mutator.Chance(30))
        {
            return Frame.Make(Frame.Binary, last);
        }

        // Lists that are left out make gaps; one that comes late is older than what is known.
        byte[] earlier = last;
        for (int left = _mutator.Chance(8) ? 5 : _mutator.Chance(5) ? 0 : 1; left > 0 && messages.Count > 0; left--)
        {
            last = messages.Dequeue();
        }

        byte[] message = _mutator.Chance(15) ? System.Text.Encoding.UTF8.GetBytes(KanaPerps.Testing.Messages.Nothing(topic))
            : _mutator.Chance(12) ? []
            : _mutator.Chance(8) ? earlier
            : _mutator.Chance(5) ? _mutator.Mutate(topic, last)
            : last;

        // Text that is not UTF-8 would end the connection.
        return Frame.Make(Frame.Text, Utf8.IsValid(message) ? message : last);
    }

    private void Lose(ScriptedWebSocket socket)
    {
        if (_mutator.Chance(2))
        {
            socket.Reset();
        }
        else
        {
            socket.Drop();
        }
    }

    private static void Drain<T>(Subscription<T> subscription, List<string> live)
    {
        while (subscription.TryRead(out StreamEvent<T> next))
        {
            Add(live, next.Notice, (IReadOnlyList<object>)next.Items);
        }
    }

    private List<string> Import(SubscriptionOptions options)
    {
        RecordingFolder folder = RecordingFolder.Open(_folder);
        ReadOptions all = new();
        using RecordingReader reader = new(folder.Read(all, CancellationToken.None), folder.Description.Endpoint);
        List<string> imported = [];
        foreach (RecordingEvent next in new RecordingImport(reader, new FeedSelection(), options, all).Play())
        {
            Add(imported, next.Notice, next.Items);
            if (next.Damage is { } damage)
            {
                imported.Add(damage.ToString());
            }
        }

        return imported;
    }

    // The properties of a row with all digits, its time of receipt and what changed, and those of a notice.
    private static void Add(List<string> texts, StreamNotice? notice, IReadOnlyList<object> rows)
    {
        if (notice is not null)
        {
            texts.Add($"{notice} {System.Text.Encoding.UTF8.GetString(NoticeJson.Write(notice))}");
        }

        texts.AddRange(rows.Select(row => $"{row.GetType().Name} {JsonSerializer.Serialize(row, row.GetType())}"));
    }

    private static string? Difference(List<string> live, List<string> imported)
    {
        int same = live.Zip(imported).TakeWhile(p => p.First == p.Second).Count();
        return same == live.Count && same == imported.Count
            ? null
            : $"after {same} of {live.Count} and {imported.Count}:\nwatched  {live.ElementAtOrDefault(same)}\nimported {imported.ElementAtOrDefault(same)}";
    }

    private sealed class Runner(RecordedTraffic traffic, int steps, SubscriptionOptions options) : ITopicVisitor<Task<string?>>
    {
        public Task<string?> Visit<T>(Topic<T> topic) => traffic.RunAsync(topic, steps, options);
    }
}
