using System.IO.Compression;
using KanaPerps.Recording;

namespace KanaPerps.Client.Tests.Recording;

/// <summary>A recording of three gzip members, damaged in every way that a byte can be.</summary>
public sealed class DamagedRecordingTests : IDisposable
{
    private static readonly decimal[] s_rates = [1, 2, 3, 4, 5, 6];

    private readonly RecordedFolder _folder = new();
    private readonly byte[] _bytes;
    private readonly long[] _ends;

    public DamagedRecordingTests()
    {
        _ends = [.. s_rates.Chunk(2).Select(pair => _folder.Rate((double)pair[0], pair[0]).Rate((double)pair[1], pair[1]).Close())];
        _bytes = File.ReadAllBytes(Data);
    }

    private string Data => _folder.FileNamed(RecordedFolder.FirstFile);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Whole_it_has_all_rows_and_no_damage()
    {
        (decimal[] rates, RecordingDamage[] damage) = Read(_bytes);

        Assert.Equal(s_rates, rates);
        Assert.Empty(damage);
    }

    [Fact]
    public void Cut_off_after_any_byte_all_whole_members_are_read_and_the_rest_is_told()
    {
        for (int length = 0; length < _bytes.Length; length++)
        {
            (decimal[] rates, RecordingDamage[] damage) = Read(_bytes[..length]);

            int whole = _ends.Count(end => end <= length);
            Assert.Equal(s_rates.Take(whole * 2), rates);
            long last = whole == 0 ? 0 : _ends[whole - 1];
            if (length == last)
            {
                Assert.Empty(damage);
                continue;
            }

            RecordingDamage torn = Assert.Single(damage);
            Assert.Equal((RecordedFolder.FirstFile, RecordingDamageKind.TornMember, last, length - last), (torn.File, torn.Kind, torn.Offset, torn.Bytes));
            Assert.Equal(whole == 0 ? null : RecordedFolder.At(whole * 2), torn.From);
            Assert.True(torn.IsLoss);
        }
    }

    [Fact]
    public void With_any_byte_changed_the_other_members_are_read_and_the_damage_is_told()
    {
        for (int at = 0; at < _bytes.Length; at++)
        {
            byte[] changed = [.. _bytes];
            changed[at] ^= (byte)(1 << (at % 8));
            (decimal[] rates, RecordingDamage[] damage) = Read(changed);

            int member = Array.FindIndex(_ends, end => at < end);
            decimal[] others = [.. s_rates.Where((_, i) => i / 2 != member)];
            Assert.True(rates.SequenceEqual(s_rates) || (damage.Any(d => d.IsLoss) && rates.SequenceEqual(others)), $"byte {at}: {string.Join(' ', rates)}; {string.Join<RecordingDamage>(' ', damage)}");
            Assert.All(damage, d => Assert.Equal(member == 0 ? 0 : _ends[member - 1], d.Offset));

            // The bits between the end of the data and the checksum mean nothing.
            bool isFill = at == _ends[member] - MemberHeader.TrailerSize - 1 && rates.SequenceEqual(s_rates);
            Assert.True(isFill || damage.Length == 1, $"byte {at}: {string.Join<RecordingDamage>(' ', damage)}");
        }
    }

    [Fact]
    public void A_damage_is_told_in_its_place_with_the_times_around_it()
    {
        byte[] changed = [.. _bytes];
        changed[_ends[0] + MemberHeader.Size + 3] ^= 1;
        File.WriteAllBytes(Data, changed);

        List<RecordingEvent> events = _folder.Import();

        Assert.Equal([1, 2, null, 5, 6], events.Select(e => e.Damage is null ? ((FundingRate)e.Items.Single()).Rate : (decimal?)null));
        RecordingDamage damage = events[2].Damage!;
        Assert.Equal((RecordedFolder.At(2), RecordedFolder.At(5)), (damage.From, damage.To));
        Assert.EndsWith("Lines between 2026-11-25 21:38:02.000Z and 2026-11-25 21:38:05.000Z may be missing.", damage.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Garbage_between_members_is_told_and_passed_over()
    {
        byte[] garbage = [.. Enumerable.Range(0, 3_000_000).Select(i => (byte)(i * 7))];
        (decimal[] rates, RecordingDamage[] damage) = Read([.. _bytes[..(int)_ends[0]], .. garbage, .. _bytes[(int)_ends[0]..]]);

        Assert.Equal(s_rates, rates);
        Assert.Equal((_ends[0], garbage.Length), (Assert.Single(damage).Offset, damage[0].Bytes));
    }

    [Fact]
    public void The_framework_ends_silently_where_a_member_is_cut_off()
    {
        // The reason why length, size and checksum are looked at here: this would have been taken for whole.
        using GZipStream gzip = new(new MemoryStream(_bytes[..((int)_ends[0] - 9)]), CompressionMode.Decompress);
        using MemoryStream read = new();

        gzip.CopyTo(read);
        Assert.NotEqual(0, read.Length);
    }

    [Fact]
    public void A_file_that_was_packed_again_is_read_as_one_stream()
    {
        (decimal[] rates, RecordingDamage[] damage) = Read(Repack(_bytes));

        Assert.Equal(s_rates, rates);
        Assert.Empty(damage);
    }

    [Fact]
    public void A_file_that_was_packed_again_and_cut_off_is_told_with_the_rows_before()
    {
        byte[] packed = Repack(_bytes);
        for (int length = 1; length < packed.Length; length++)
        {
            (decimal[] rates, RecordingDamage[] damage) = Read(packed[..length]);

            Assert.Equal(s_rates.Take(rates.Length), rates);
            Assert.Equal(RecordingDamageKind.TornMember, damage.Last().Kind);
        }
    }

    [Fact]
    public void A_file_that_was_packed_again_and_changed_is_told()
    {
        byte[] packed = Repack(_bytes);
        for (int at = 10; at < packed.Length; at++)
        {
            byte[] changed = [.. packed];
            changed[at] ^= 0x10;
            (decimal[] rates, RecordingDamage[] damage) = Read(changed);

            // A few bits mean nothing: the rest of the last byte before the checksum.
            Assert.True(damage.Length > 0 || rates.SequenceEqual(s_rates), $"byte {at}");
        }
    }

    [Fact]
    public void Members_of_a_recorder_behind_foreign_ones_are_read_as_such()
    {
        (decimal[] rates, RecordingDamage[] damage) = Read([.. Repack(_bytes[..(int)_ends[1]]), .. _bytes[(int)_ends[1]..]]);

        Assert.Equal(s_rates, rates);
        Assert.Empty(damage);
    }

    [Fact]
    public void A_line_that_is_none_is_told_and_the_others_are_read()
    {
        _folder.Rate(7, 7).Text("not JSON").Text("""{"at":"2026-11-25T21:38:07.5Z","frobnicate":1}""").Rate(8, 8).Text("{").Close();

        List<RecordingEvent> events = _folder.Import();
        RecordingDamage[] damage = [.. events.Select(e => e.Damage).OfType<RecordingDamage>()];

        Assert.Equal([.. s_rates, 7, 8], Rates(events));
        Assert.All(damage, d => Assert.Equal(RecordingDamageKind.BadLine, d.Kind));
        Assert.Equal([(RecordedFolder.At(7), RecordedFolder.At(8)), (RecordedFolder.At(8), (DateTimeOffset?)null)], damage.Select(d => (d.From!.Value, d.To)));
        Assert.Contains("2 lines were skipped", damage[0].Reason, StringComparison.Ordinal);
    }

    private static byte[] Repack(byte[] packed)
    {
        using GZipStream unpacked = new(new MemoryStream(packed), CompressionMode.Decompress);
        using MemoryStream again = new();
        using (GZipStream gzip = new(again, CompressionLevel.Optimal, leaveOpen: true))
        {
            unpacked.CopyTo(gzip);
        }

        return again.ToArray();
    }

    private static decimal[] Rates(IEnumerable<RecordingEvent> events) => [.. events.SelectMany(e => e.Items).Cast<FundingRate>().Select(r => r.Rate)];

    private (decimal[] Rates, RecordingDamage[] Damage) Read(byte[] bytes)
    {
        File.WriteAllBytes(Data, bytes);
        List<RecordingEvent> events = _folder.Import();
        return (Rates(events), [.. events.Select(e => e.Damage).OfType<RecordingDamage>()]);
    }
}
