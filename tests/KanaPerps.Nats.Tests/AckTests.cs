using System.Text;
using KanaPerps.Testing;

namespace KanaPerps.Nats.Tests;

/// <summary>What a stream answers to a message, and what is done where it does not.</summary>
public sealed class AckTests
{
    [Theory]
    [InlineData("""{"stream":"kana","seq":7}""", 7, false, false, null)]
    [InlineData("""{"stream":"kana", "seq":7,"duplicate": true, "domain":"hub"}""", 7, true, false, null)]
    [InlineData("""{"error":{"code":400,"err_code":10071,"description":"wrong last sequence: 9"},"stream":"kana","seq":0}""", 0, false, true, "wrong last sequence: 9")]
    [InlineData("""{"error":{"code":503}}""", 0, false, false, "the server gives no reason")]
    public void An_answer_says_where_the_message_is_or_why_it_is_not(string text, ulong sequence, bool isDuplicate, bool isOutrun, string? error)
    {
        Assert.True(AckReader.TryRead(Encoding.UTF8.GetBytes(text), out StoredAck answer));
        Assert.Equal(new(sequence, isDuplicate, isOutrun, error), answer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("+ACK")]
    [InlineData("7")]
    [InlineData("""{"seq":"7"}""")]
    [InlineData("""{"seq":-7}""")]
    [InlineData("""{"seq":7""")]
    [InlineData("""{"seq":7}{}""")]
    [InlineData("""{"error":"no","seq":7}""")]
    [InlineData("""{"error":{"err_code":"x"}}""")]
    [InlineData("""{"stream":"kana"}""")]
    public void What_is_no_answer_of_a_stream_is_not_taken_for_one(string text) => Assert.False(AckReader.TryRead(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public async Task Another_program_that_answers_at_the_subject_changes_nothing()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        await using RawClient client = await RawClient.ConnectAsync(fixture.Broker);
        await client.CreateStreamAsync("kana", "kana.>");
        await client.AnswerAsync("kana.test", "pong");
        await using BrokerConnection connection = await fixture.ConnectAsync();
        for (ulong i = 1; i <= 20; i++)
        {
            Assert.Equal(new(i, false, false, null), await await StoreAsync(connection, "kana.test"));
        }
    }

    [Fact]
    public async Task A_message_that_is_not_answered_fails_with_what_is_wrong()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        await using RawClient client = await RawClient.ConnectAsync(fixture.Broker);
        await client.AnswerAsync("listened.to", "pong");
        await using BrokerConnection connection = await fixture.ConnectAsync();
        await using BrokerConnection impatient = await fixture.ConnectAsync(timeout: TimeSpan.FromMilliseconds(200));

        Assert.Equal(BrokerFailure.NoJetStream, (await Assert.ThrowsAsync<BrokerException>(async () => await await StoreAsync(connection, "no.stream"))).Failure);
        Assert.Equal(BrokerFailure.Timeout, (await Assert.ThrowsAsync<BrokerException>(async () => await await StoreAsync(impatient, "listened.to"))).Failure);

        Task<StoredAck> open = await StoreAsync(connection, "listened.to");
        await connection.DisposeAsync();
        Assert.Equal("the connection was closed", (await Assert.ThrowsAsync<BrokerException>(() => open.InTime())).Message);
        Assert.Equal("the connection was closed", (await Assert.ThrowsAsync<BrokerException>(() => StoreAsync(connection, "listened.to"))).Message);
    }

    private static Task<Task<StoredAck>> StoreAsync(BrokerConnection connection, string subject) => connection.StoreAsync(subject, "x"u8.ToArray(), null, null, TestContext.Current.CancellationToken);
}
