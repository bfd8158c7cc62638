using System.Net;
using KanaPerps.Transport;

namespace KanaPerps.Client.Tests.Transport;

/// <summary>A proxy that the environment names and the framework does not use must not become a direct connection.</summary>
public sealed class ProxyVariablesTests
{
    private static readonly Uri s_venue = new("wss://perps.kana.example/ws/");

    [Theory]
    [InlineData("https_proxy", "socks5h://user:secret@10.0.0.1:1080")]
    [InlineData("HTTPS_PROXY", "socks5h://user:secret@10.0.0.1:1080")]
    [InlineData("all_proxy", "ftp://10.0.0.1:21")]
    [InlineData("ALL_PROXY", "SOCKS5H://10.0.0.1:1080")]
    [InlineData("HTTPS_PROXY", "\u001b[31m://10.0.0.1")]
    public void A_scheme_that_the_framework_does_not_know_is_an_error_that_names_the_variable_and_the_scheme(string name, string value)
    {
        BlockedDialException e = Assert.Throws<BlockedDialException>(() => Require(new() { [name] = value }));

        Assert.Equal(KanaErrorKind.Proxy, e.Kind);
        Assert.StartsWith($"{name} names a proxy with the scheme '", e.Message, StringComparison.Ordinal);
        Assert.Contains("socks5://", e.NextStep, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", e.ToString() + e.NextStep, StringComparison.Ordinal);
        Assert.DoesNotContain(e.Message, char.IsControl);
    }

    [Theory]
    [InlineData("http://user:secret@10.0.0.1:3128")]
    [InlineData("http://10.0.0.1:99999")]
    [InlineData("10.0.0.1:3128")]
    public void A_proxy_that_was_set_too_late_or_cannot_be_read_is_an_error_too(string value)
    {
        BlockedDialException e = Assert.Throws<BlockedDialException>(() => Require(new() { ["HTTPS_PROXY"] = value }));

        Assert.Contains("before PowerShell starts", e.NextStep, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", e.ToString() + e.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public void A_proxy_that_the_framework_uses_is_no_error_whatever_the_variables_say() =>
        ProxyVariables.RequireUse(s_venue, new WebProxy("http://10.0.0.2:3128"), name => name == "ALL_PROXY" ? "socks5h://10.0.0.1:1080" : null);

    [Fact]
    public void A_scheme_that_the_framework_takes_for_a_part_of_the_name_is_an_error_too()
    {
        const string Value = "socks5h://user:secret@10.0.0.1:1080";

        BlockedDialException e = Assert.Throws<BlockedDialException>(() => ProxyVariables.RequireUse(s_venue, new WebProxy("http://10.0.0.1:1080"), name => name == "ALL_PROXY" ? Value : null));

        Assert.Contains("'socks5h'", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    public void Without_a_proxy_in_the_environment_a_connection_is_direct(string? value) => Require(new() { ["HTTPS_PROXY"] = value });

    [Theory]
    [InlineData("perps.kana.example", true)]
    [InlineData("other.example, PERPS.kana.example", true)]
    [InlineData(".kana.example", true)]
    [InlineData(".perps.kana.example", true)]
    [InlineData("kana.example", false)]
    [InlineData("*", false)]
    [InlineData("*.kana.example", false)]
    [InlineData("perps.kana.example:443", false)]
    [InlineData("", false)]
    public void A_host_that_NO_PROXY_names_as_the_framework_reads_it_is_reached_directly(string list, bool isException)
    {
        Exception? e = Record.Exception(() => Require(new() { ["HTTPS_PROXY"] = "socks5h://10.0.0.1:1080", ["NO_PROXY"] = list }));

        Assert.Equal(isException, e is null);
    }

    private static void Require(Dictionary<string, string?> environment) =>
        ProxyVariables.RequireUse(s_venue, new NoProxy(), environment.GetValueOrDefault);

    // What the framework has when it finds no proxy that it can use.
    private sealed class NoProxy : IWebProxy
    {
        public ICredentials? Credentials { get; set; }

        public Uri? GetProxy(Uri destination) => null;

        public bool IsBypassed(Uri host) => true;
    }
}
