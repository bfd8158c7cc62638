using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Takes intervals of a second or more: the venue's times have no fractions, and PowerShell reads a bare number as ticks.</summary>
internal sealed class IntervalAttribute : ValidateArgumentsAttribute
{
    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is TimeSpan interval && interval < s_least)
        {
            throw new ValidationMetadataException(
                $"{interval} is less than a second. Give hours, minutes and seconds, such as 00:01:00: PowerShell reads a number alone as ten-millionths of a second.");
        }
    }
}
