using System.Text.Json;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Recording.Picture;

/// <summary>Makes the picture of a recording.</summary>
internal static class RecordingPicture
{
    /// <summary>Reads a recording from front to back.</summary>
    /// <param name="folder">The recording.</param>
    /// <param name="selection">Which feeds to show.</param>
    /// <param name="part">Which part of the recording to show.</param>
    /// <param name="onProgress">Told how many bytes of the files have been read.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The picture's data.</returns>
    /// <exception cref="KanaException">A later version wrote the recording.</exception>
    public static PictureData Read(RecordingFolder folder, FeedSelection selection, ReadOptions part, Action<long>? onProgress, CancellationToken cancellation)
    {
        PictureData data = new(part.From, part.To);
        RecordedFeeds feeds = new(folder.Description.Endpoint);
        foreach (FeedKey feed in folder.Description.Feeds.Select(f => feeds.Find(f).Key).Where(selection.Takes))
        {
            data.Expect(feed);
        }

        using RecordingReader reader = new(folder.Read(part, cancellation), folder.Description.Endpoint);
        RecordingImport import = new(reader, selection, new SubscriptionOptions(), part) { OnSession = line => Session(data, line) };
        foreach (RecordingEvent next in import.Play())
        {
            Take(data, next);
            onProgress?.Invoke(reader.Progress);
        }

        data.End();
        return data;
    }

    private static void Take(PictureData data, RecordingEvent next)
    {
        if (next.Damage is { } damage)
        {
            data.Damage(damage);
        }
        else if (next.Notice is { } notice)
        {
            data.Notice(notice);
        }
        else if (next.IsEarlier)
        {
            data.Before(next.Feed!, next.At, next.Items);
        }
        else
        {
            data.Message(next.Feed!, next.At, next.Items, next.IsReadable);
        }
    }

    private static void Session(PictureData data, ReadOnlySpan<byte> line)
    {
        Utf8JsonReader json = new(line);
        using JsonDocument session = JsonDocument.ParseValue(ref json);
        if (session.RootElement.TryGetProperty("feeds", out JsonElement feeds) && feeds.ValueKind == JsonValueKind.Array)
        {
            data.Session(feeds.EnumerateArray().Where(f => f.ValueKind == JsonValueKind.String).Select(f => f.GetString()!).ToHashSet());
        }
    }
}
