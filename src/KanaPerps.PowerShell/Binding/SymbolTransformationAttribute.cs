using System.Collections;
using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Takes texts only. PowerShell would turn any object from the pipeline into its text, and look for a market of that name.</summary>
internal sealed class SymbolTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        Scalar.Unwrap(inputData) switch
        {
            null or string => inputData,
            IList list when list.Cast<object?>().All(item => Scalar.Unwrap(item) is string or int or long) => inputData,
            int or long => inputData,
            object other => throw new ArgumentTransformationMetadataException($"A {other.GetType().Name} is not a symbol. Give a text such as APT-USD.", new PSInvalidCastException()),
        };
}
