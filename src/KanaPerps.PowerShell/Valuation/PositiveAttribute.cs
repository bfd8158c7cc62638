using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Takes numbers above zero only. A range would need the least number that there is, and name it in the error.</summary>
internal sealed class PositiveAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        if (element is decimal and <= 0)
        {
            throw new ValidationMetadataException(FormattableString.Invariant($"{element} is not above zero."));
        }
    }
}
