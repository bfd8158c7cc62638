using System.Collections;
using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>
/// Takes texts and numbers only. PowerShell would turn any object from the pipeline into its text, and take that for an address before it
/// looks at the properties that hold one.
/// </summary>
internal sealed class AddressTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        Unwrap(inputData) switch
        {
            null => inputData,
            IList list when list.Cast<object?>().All(item => IsScalar(Unwrap(item))) => inputData,
            object value when IsScalar(value) => inputData,

            // The inner exception is what tells PowerShell to try another parameter instead of giving up.
            object other => throw new ArgumentTransformationMetadataException($"A {other.GetType().Name} is no address. Give a text of 0x and 1 to 64 hexadecimal digits.", new PSInvalidCastException()),
        };

    private static object? Unwrap(object? data) => data is PSObject wrapped ? wrapped.BaseObject : data;

    private static bool IsScalar(object? value) => value is string || (value is IConvertible and ValueType);
}
