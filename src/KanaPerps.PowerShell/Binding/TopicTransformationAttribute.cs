using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Takes the noun of a command for the topic that it is of.</summary>
internal sealed class TopicTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        Scalar.Unwrap(inputData) is string name ? TopicNames.OnWire(name) : inputData;
}
