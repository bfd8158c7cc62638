using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Text.Json;
using KanaPerps.Streaming;

namespace KanaPerps.Recording;

/// <summary>
/// Copies what can be read of a recording into another folder. Whole gzip members are copied as they are; where something could not be read, a hole is
/// written for each feed.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A stream in memory holds nothing that has to be given back, and the file is closed when the copying ends.")]
internal sealed class RecordingRepairer
{
    private const int MostListed = 1_000;

    private readonly RecordingFolder _source;
    private readonly string _destination;
    private readonly HashSet<RecordedFeed> _feeds;
    private readonly List<RecordingDamage> _dropped = [];
    private readonly HashSet<RecordingFile> _files = [];

    // The lines of the member that is being read, and that member as it is while all of its lines are good.
    private readonly MemoryStream _lines = new();
    private readonly MemberPacker _packer = new();
    private byte[] _packed = [];
    private bool _isAsItWas;
    private RecordingFile _file;
    private int _count;
    private DateTimeOffset _first;
    private DateTimeOffset _last;
    private FileStream? _output;
    private RecordingFile _outputName;
    private long _bytes;
    private long _droppedBytes;
    private long _copied;
    private int _gaps;

    public RecordingRepairer(RecordingFolder source, string destination)
    {
        _source = source;
        _destination = destination;
        _feeds = [.. source.Description.Feeds.Select(name => new RecordedFeeds(source.Description.Endpoint).Find(name))];
    }

    /// <summary>Copies.</summary>
    /// <param name="onProgress">Told how many bytes have been read, now and then.</param>
    /// <param name="cancellation">Ends the copying.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="KanaException">The destination is not empty or can't be written.</exception>
    public RecordingRepair Run(Action<long> onProgress, CancellationToken cancellation)
    {
        try
        {
            Prepare();
            Array.ForEach([.. _source.FindOthers(cancellation)], Drop);
            CopyLines(onProgress, cancellation);
            CopyDescription();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw RecordingErrors.Unwritable(_destination, e);
        }
        finally
        {
            _output?.Dispose();
        }

        return new RecordingRepair
        {
            Source = _source.Path,
            Path = _destination,
            Files = _files.Count,
            Bytes = _bytes,
            Lines = _copied,
            Gaps = _gaps,
            Dropped = _dropped,
            DroppedBytes = _droppedBytes,
        };
    }

    private void Prepare()
    {
        if (File.Exists(_destination))
        {
            throw RecordingErrors.DestinationInUse(_destination, "is a file");
        }

        if (Directory.Exists(_destination) && Directory.EnumerateFileSystemEntries(_destination).Any())
        {
            throw RecordingErrors.DestinationInUse(_destination, "is not empty");
        }

        Directory.CreateDirectory(_destination);
    }

    private void CopyLines(Action<long> onProgress, CancellationToken cancellation)
    {
        using RecordingReader reader = new(_source.Read(new ReadOptions { KeepsPacked = true }, cancellation), _source.Description.Endpoint);
        RecordingBlock? block = null;
        while (reader.Read())
        {
            if (reader.Damage is { } damage)
            {
                // A bad line stands in the member that is being read, all else behind it.
                _isAsItWas &= damage.Kind != RecordingDamageKind.BadLine;
                Flush();
                Drop(damage);
                TellHole(damage);
                continue;
            }

            if (reader.Block != block)
            {
                Flush();
                block = reader.Block;
                _file = block.File;
                _packed = block.Packed.ToArray();
                _isAsItWas = _packed.Length > 0 && reader.IsFirstOfBlock;
            }

            Add(reader.Line, reader.At);
            _copied++;
            if (reader.Feed is { } feed)
            {
                _feeds.Add(feed);
            }

            onProgress(reader.Progress);
        }

        Flush();
    }

    private void Add(ReadOnlySpan<byte> line, DateTimeOffset at)
    {
        (_first, _last) = _lines.Length == 0 ? (at, at) : (at < _first ? at : _first, at > _last ? at : _last);
        _lines.Write(line);
        _lines.WriteByte((byte)'\n');
        _count++;
        if (!_isAsItWas && _lines.Length > 1 << 20)
        {
            Flush();
        }
    }

    private void Flush()
    {
        if (_lines.Length > 0)
        {
            ReadOnlySpan<byte> member = _isAsItWas ? _packed : _packer.Pack(_lines.GetBuffer().AsSpan(0, (int)_lines.Length), _first.UtcTicks, _last.UtcTicks, _count, CompressionLevel.Optimal);
            Output().Write(member);
            _bytes += member.Length;
        }

        _lines.SetLength(0);
        _count = 0;
        _isAsItWas = false;
    }

    private FileStream Output()
    {
        if (_output is null || _outputName != _file)
        {
            _output?.Dispose();
            _output = new FileStream(Path.Combine(_destination, _file.Name), FileMode.Append, FileAccess.Write);
            _outputName = _file;
            _files.Add(_file);
        }

        return _output;
    }

    private void Drop(RecordingDamage damage)
    {
        _droppedBytes += damage.IsLoss ? damage.Bytes : 0;
        if (_dropped.Count < MostListed)
        {
            _dropped.Add(damage);
        }
    }

    private void TellHole(RecordingDamage damage)
    {
        if (!damage.IsLoss || (damage.From ?? damage.To) is not { } from)
        {
            return;
        }

        if (RecordingFile.TryParse(damage.File, out RecordingFile file))
        {
            _file = file;
        }

        DateTimeOffset to = damage.To ?? from;
        foreach (RecordedFeed feed in _feeds)
        {
            RecordingGapNotice hole = new() { Feed = feed.Key, At = to, From = from, To = to, Reason = damage.Reason };
            Add(NoticeJson.Write(hole), to);
            _gaps++;
        }

        Flush();
    }

    private void CopyDescription()
    {
        string path = Path.Combine(_destination, RecordingDescription.FileName);
        if (_source.Description.Problem is null)
        {
            File.Copy(Path.Combine(_source.Path, RecordingDescription.FileName), path);
            return;
        }

        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(new { format = 1, feeds = _feeds.Select(f => f.Name).Order(StringComparer.Ordinal) }));
    }
}
