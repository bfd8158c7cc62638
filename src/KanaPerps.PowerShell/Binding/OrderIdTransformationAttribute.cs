using System.Collections;
using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Takes texts and numbers only, so that an object from the pipeline is asked for its property OrderId and not for its text.</summary>
internal sealed class OrderIdTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        Scalar.Unwrap(inputData) switch
        {
            null => inputData,
            IList list when list.Cast<object?>().All(Scalar.IsScalar) => inputData,
            _ when Scalar.IsScalar(inputData) => inputData,

            // The inner exception is what tells PowerShell to try another parameter instead of giving up.
            _ => throw new ArgumentTransformationMetadataException($"{Scalar.KindOf(inputData)} is not an order id. Give a text or a number.", new PSInvalidCastException()),
        };
}
