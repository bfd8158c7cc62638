using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Testing.Faults;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Transport;

/// <summary>Certificates that must not be trusted.</summary>
public sealed class CertificateTests
{
    [Theory]
    [InlineData("localhost", 1, "its issuer is not trusted")]
    [InlineData("localhost", -1, "it has expired")]
    [InlineData("perps.example", 1, "it is for another host")]
    public async Task A_certificate_that_cannot_be_trusted_ends_the_feed_and_says_what_is_wrong(string host, int daysLeft, string problem)
    {
        await using TlsServer server = new(host, DateTimeOffset.UtcNow.AddDays(daysLeft));
        await using ConnectionManager manager = new(StreamFixture.Fast);
        await using EventReader<FundingRate> log = new(manager.Subscribe(KanaEndpoint.From(server.WebSocketUri), KanaTopics.FundingRates));

        FaultNotice fault = await log.NoticeAsync<FaultNotice>();

        Assert.Equal(KanaErrorKind.Certificate, fault.Error.Kind);
        Assert.Contains("certificate", fault.Message, StringComparison.Ordinal);
        Assert.Contains(problem, fault.Message, StringComparison.Ordinal);
        Assert.NotEmpty(fault.Error.NextStep);
        Assert.Single(log.Notices);
        Assert.Equal(ConnectionState.Faulted, Assert.Single(manager.GetConnections()).State);
    }
}
