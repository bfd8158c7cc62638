using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Recording;

/// <summary>A recording in a folder, as an export plays it.</summary>
internal sealed class RecordingSource : IExportSource
{
    private readonly RecordingFolder _folder;
    private readonly Func<FeedSelection> _select;
    private readonly SubscriptionOptions _view;
    private readonly ReadOptions _part;
    private readonly CancellationToken _cancellation;
    private RecordingReader? _reader;

    /// <summary>Prepares to play.</summary>
    /// <param name="folder">The recording. What a recorder writes from now on is left for the next export.</param>
    /// <param name="select">Makes a selection of feeds.</param>
    /// <param name="view">What to see of them.</param>
    /// <param name="part">Which part of the recording to play.</param>
    /// <param name="cancellation">Ends the playing with an <see cref="OperationCanceledException"/>.</param>
    public RecordingSource(RecordingFolder folder, Func<FeedSelection> select, SubscriptionOptions view, ReadOptions part, CancellationToken cancellation)
    {
        _folder = folder;
        _select = select;
        _view = view;
        _part = part;
        _cancellation = cancellation;
        Size = Math.Max(1, folder.FilesOf(part).Sum(f => f.Length));
    }

    /// <summary>Takes what REST answered: path and query, and the body.</summary>
    public Action<string, byte[]>? OnRest { get; init; }

    /// <summary>Takes the line that a recorder begins or ends a session with.</summary>
    public Action<ReadOnlySpan<byte>>? OnSession { get; set; }

    /// <summary>Names the wallet in the rows of an account.</summary>
    public Func<FeedKey, object, object>? NameWallet { get; init; }

    /// <summary>How many bytes of files are read each time.</summary>
    public long Size { get; }

    /// <summary>Whether it has been played, at least in part.</summary>
    public bool HasBegun => _reader is not null;

    /// <summary>How many of them have been read this time.</summary>
    public long Progress => _reader?.Progress ?? 0;

    /// <summary>Whether a feed is among those that are played.</summary>
    /// <param name="feed">The feed.</param>
    public bool Takes(FeedKey feed) => _select().Takes(feed);

    /// <inheritdoc/>
    public IEnumerable<RecordingEvent> Play()
    {
        foreach (RecordingDamage other in _folder.FindOthers(_cancellation))
        {
            // What a recorder moved aside is a hole in the recording, in its place.
            if (other.Kind != RecordingDamageKind.MovedAside)
            {
                yield return new(null, [], Damage: other);
            }
        }

        using RecordingReader reader = new(new BlockPump(token => _folder.Read(_part, token), _cancellation), _folder.Description.Endpoint);
        _reader = reader;
        foreach (RecordingEvent recorded in new RecordingImport(reader, _select(), _view, _part) { OnRest = OnRest, OnSession = OnSession }.Play())
        {
            yield return NameWallet is not null && recorded is { Feed: { Key: { } key } feed, Items.Count: > 0 } && key.StartsWith("0x", StringComparison.Ordinal)
                ? recorded with { Items = [.. recorded.Items.Select(row => NameWallet(feed, row))] }
                : recorded;
        }
    }
}
