using System.Collections;
using System.Management.Automation;
using KanaPerps.Wire;

namespace KanaPerps.PowerShell;

/// <summary>Refuses texts with a comma: PowerShell would read '10,5' as 105, so that the alert would be for another level.</summary>
internal sealed class LevelTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = Scalar.Unwrap(inputData);
        IEnumerable<object?> items = value is IList list ? list.Cast<object?>().Select(Scalar.Unwrap) : [value];
        return items.OfType<string>().FirstOrDefault(text => text.Contains(',', StringComparison.Ordinal)) is { } wrong
            ? throw new ArgumentTransformationMetadataException($"'{VenueText.Shorten(wrong)}' has a comma. Give several levels as a list, such as 10, 5, and a fraction with a point, such as 10.5.")
            : inputData;
    }
}
