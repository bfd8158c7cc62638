using System.IO.Compression;
using System.Text;
using KanaPerps.Rest;
using KanaPerps.Testing;

namespace KanaPerps.Client.Tests.Rest;

/// <summary>Bodies that a gateway has compressed.</summary>
public sealed class RestPackingTests
{
    private static readonly byte[] s_markets = Encoding.UTF8.GetBytes("""{"success":true,"data":[{"market_id":"14"}]}""");

    public static TheoryData<string> Encodings => ["gzip", "deflate", "br"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task A_body_that_a_gateway_has_compressed_is_read(string encoding)
    {
        await using RestFixture fixture = new();

        (IReadOnlyList<Market> markets, _) = await fixture.CallAsync(MarketsAsync, c => AnswerAsync(c, encoding, Pack(encoding, s_markets)));

        Assert.Equal(14, Assert.Single(markets).MarketId);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task A_small_body_that_unpacks_to_more_than_16_MiB_is_refused(string encoding)
    {
        await using RestFixture fixture = new();
        byte[] bomb = Pack(encoding, new byte[(16 << 20) + 1]);
        Assert.InRange(bomb.Length, 1, 1 << 16);

        KanaException e = await Assert.ThrowsAsync<KanaException>(() => fixture.CallAsync(MarketsAsync, c => AnswerAsync(c, encoding, bomb)));

        Assert.Equal((KanaErrorKind.InvalidResponse, 0), (e.Kind, fixture.Retries.Count));
        Assert.Contains("larger than 16 MiB", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_body_that_cannot_be_unpacked_is_tried_again_and_told(string encoding)
    {
        await using RestFixture fixture = new();

        KanaException e = await Assert.ThrowsAsync<KanaException>(() => fixture.CallAsync(MarketsAsync, c => AnswerAsync(c, encoding, "this is not packed at all"u8.ToArray())));

        Assert.Equal((KanaErrorKind.InvalidResponse, 4), (e.Kind, fixture.Retries.Count));
        Assert.Contains("could not be decompressed", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_packing_that_is_not_known_is_named()
    {
        await using RestFixture fixture = new();

        KanaException e = await Assert.ThrowsAsync<KanaException>(() => fixture.CallAsync(MarketsAsync, c => AnswerAsync(c, "compress", [0x1F, 0x9D, 0x90])));

        Assert.Equal(KanaErrorKind.InvalidResponse, e.Kind);
        Assert.Contains("compressed with compress", e.Message, StringComparison.Ordinal);
    }

    private static async Task<ReceivedRequest> AnswerAsync(ScriptedConnection connection, string encoding, byte[] body)
    {
        ReceivedRequest request = await connection.ReadRequestAsync();
        await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: {encoding}\r\nContent-Length: {body.Length}\r\n\r\n");
        await connection.SendAsync(body);
        return request;
    }

    private static byte[] Pack(string encoding, byte[] body)
    {
        using MemoryStream packed = new();
        using (Stream packer = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Optimal),
            "deflate" => new ZLibStream(packed, CompressionLevel.Optimal),
            _ => new BrotliStream(packed, CompressionLevel.Optimal),
        })
        {
            packer.Write(body);
        }

        return packed.ToArray();
    }

    private static Task<IReadOnlyList<Market>> MarketsAsync(KanaRestClient client) => client.GetAllMarketsAsync(TestContext.Current.CancellationToken);
}
