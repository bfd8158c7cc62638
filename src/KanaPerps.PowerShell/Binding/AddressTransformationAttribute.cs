using System.Collections;
using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>
/// Takes texts, numbers and profiles only. PowerShell would turn any object from the pipeline into its text, and take that for an address
/// before it looks at the properties that hold one.
/// </summary>
internal sealed class AddressTransformationAttribute : ArgumentTransformationAttribute
{
    private readonly string _property;

    /// <summary>Says which of a profile's addresses is meant.</summary>
    /// <param name="property">The property of <see cref="Profile"/>.</param>
    public AddressTransformationAttribute(string property)
    {
        _property = property;
    }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        Scalar.Unwrap(inputData) switch
        {
            null => inputData,
            IList list => list.Cast<object?>().Select(AddressOf).ToArray(),
            _ => AddressOf(inputData),
        };

    private object? AddressOf(object? item) =>
        Scalar.IsScalar(item) ? item
        : IsProfile(item) ? PSObject.AsPSObject(item).Properties[_property]?.Value

        // The inner exception is what tells PowerShell to try another parameter instead of giving up.
        : throw new ArgumentTransformationMetadataException($"{Scalar.KindOf(item)} is not an address. Give a text: 0x followed by 1 to 64 hexadecimal digits.", new PSInvalidCastException());

    // What came back from a job or a file has no type of ours, only its name.
    private static bool IsProfile(object? item) =>
        item is not null && PSObject.AsPSObject(item).TypeNames.Any(n => n is "KanaPerps.Profile" or "Deserialized.KanaPerps.Profile");
}
