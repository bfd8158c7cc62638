using System.Globalization;
using System.Text;
using KanaPerps.Simulator;
using KanaPerps.Topics;

namespace KanaPerps.Testing.Fuzzing;

/// <summary>
/// Feeds spoilt and whole messages of every topic to codecs that have a fast path and a memory, and demands of each message the same
/// rows and the same trouble as reading it from scratch gives.
/// </summary>
public sealed class DifferentialFuzzer
{
    private const int Steps = 120;

    private readonly MessageMutator _mutator;
    private readonly List<Target> _targets;
    private int _messages;

    /// <summary>Makes a fuzzer.</summary>
    /// <param name="seed">The same seed makes the same messages.</param>
    public DifferentialFuzzer(int seed)
    {
        _mutator = new MessageMutator(seed);
        _targets = [.. Enum.GetValues<SimulatorEncoding>().SelectMany(e => Targets(e, seed))];
    }

    /// <summary>How many messages have been compared.</summary>
    public int Messages => _messages;

    /// <summary>The part of them that the fast path read.</summary>
    public double FastShare => _targets.Sum(t => t.Codecs.FastMessages) / (double)_messages;

    /// <summary>Compares some more messages.</summary>
    /// <param name="count">How many.</param>
    /// <returns>The first message that was read in two ways, with both, or null.</returns>
    public string? Run(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Target target = _mutator.Pick(_targets);
            byte[] message = Next(target);
            _messages++;
            if (target.Codecs.Compare(message) is { } difference)
            {
                return $"{target.Topic}: {Encoding.UTF8.GetString(message)}\nread as  {difference.Live}\ninstead of {difference.Expected}";
            }
        }

        return null;
    }

    // What was spoilt comes again from time to time, as it was or spoilt once more: what is remembered of it must be right as well.
    private byte[] Next(Target target)
    {
        byte[] message = target.Last is { } last && _mutator.Chance(5) ? last : target.Next();
        return target.Last = _mutator.Chance(3) ? message : _mutator.Mutate(target.Topic, message);
    }

    private static List<Target> Targets(SimulatorEncoding encoding, int seed)
    {
        using SimulatedExchange exchange = SimulatedExchange.Start(new SimulatorOptions { Manual = true, Seed = seed, Encoding = encoding });
        string account = SimulatedExchange.ProfileAddressOf("0xa1")!;
        string market = MarketTable.Of(KanaNetwork.Mainnet)[0].MarketId.ToString(CultureInfo.InvariantCulture);
        List<Target> targets = [];
        List<IDisposable> taps = [];
        foreach (Topic topic in KanaTopics.All)
        {
            string? key = topic.KeyKind switch
            {
                TopicKeyKind.Market => market,
                TopicKeyKind.Address => account,
                _ => null,
            };
            Target target = new(topic.Name, CodecPair.Of(topic, key));
            targets.Add(target);
            taps.Add(exchange.Tap(target.Topic, key, m => target.Add(m.ToArray())));
        }

        exchange.Step(Steps);
        taps.ForEach(t => t.Dispose());
        foreach (string name in Samples.Names("*ws-*.json"))
        {
            targets.Find(t => name.Contains($"ws-{t.Topic}", StringComparison.Ordinal))?.Add(Samples.Bytes(name));
        }

        return targets;
    }

    /// <summary>A topic with its messages in their order.</summary>
    private sealed class Target(string topic, CodecPair codecs)
    {
        private readonly List<byte[]> _messages = [];
        private int _next;

        public string Topic => topic;

        public CodecPair Codecs => codecs;

        public byte[]? Last { get; set; }

        public void Add(byte[] message) => _messages.Add(message);

        public byte[] Next() => _messages[_next++ % _messages.Count];
    }
}
