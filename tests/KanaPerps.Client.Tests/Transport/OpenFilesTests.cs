using System.Text.RegularExpressions;
using KanaPerps.Testing;
using KanaPerps.Testing.Faults;
using KanaPerps.Transport;

namespace KanaPerps.Client.Tests.Transport;

public sealed class OpenFilesTests
{
    [Theory]
    [InlineData("Max open files            1024                 524288               files     ", 1024)]
    [InlineData("Max open files            unlimited            unlimited            files     ", long.MaxValue)]
    [InlineData("Max cpu time              unlimited            unlimited            seconds   ", long.MaxValue)]
    public void The_limit_is_the_soft_one(string line, long limit) =>
        Assert.Equal(limit, OpenFiles.LimitIn(["Limit                     Soft Limit           Hard Limit           Units     ", line]));

    [Fact]
    public async Task A_process_that_watches_more_than_it_may_open_is_told_so_and_lives()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the limit is not known.");
        await using ScriptedServer server = new();
        await using VictimProcess victim = VictimProcess.WithFewFiles(server.Endpoint, openFiles: 160, books: 120);
        ScriptedWebSocket first = await server.AcceptWebSocketAsync();
        string market = Regex.Match(await first.NextTextAsync(), "\"\\d+\"").Value;
        await victim.LineAsync($"ReconnectingNotice {nameof(KanaErrorKind.TooManyOpenFiles)}");

        await first.SendTextAsync(Messages.Book(1).Replace("\"14\"", market, StringComparison.Ordinal));

        await victim.LineAsync("book");
        Assert.InRange(server.ConnectionCount, 1, 160 - OpenFiles.Reserve);
    }
}
