using System.Management.Automation;
using System.Security;

namespace KanaPerps.PowerShell;

/// <summary>What cmdlets that make REST calls share.</summary>
public abstract class RestCommand : KanaCommand
{
    /// <summary>The venue's API key; by default the environment variable KANA_API_KEY. Sent as x-api-key, shown nowhere.</summary>
    [Parameter]
    public SecureString? ApiKey { get; set; }

    /// <summary>How many seconds a call may take, 15 by default.</summary>
    [Parameter]
    [Alias("Timeout")]
    [ValidateRange(0.001, 1e6)]
    public double TimeoutSec { get; set; } = 15;

    private protected string? Key => Reveal(ApiKey);

    private protected TimeSpan CallTimeout => TimeSpan.FromSeconds(TimeoutSec);
}
