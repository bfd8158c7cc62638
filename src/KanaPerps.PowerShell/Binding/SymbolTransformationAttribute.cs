using System.Collections;
using System.Globalization;
using System.Management.Automation;
using KanaPerps.Wire;

namespace KanaPerps.PowerShell;

/// <summary>Takes texts, and whole numbers for market ids. PowerShell would turn any object from the pipeline into its text, and look for a market of that name.</summary>
internal sealed class SymbolTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        Scalar.Unwrap(inputData) switch
        {
            null or string or int or long => Take(inputData),
            IList list when list.Cast<object?>().All(item => Scalar.Unwrap(item) is string or int or long) => list.Cast<object?>().Select(Take).ToArray(),

            // The inner exception is what tells PowerShell to try another parameter instead of giving up.
            object number when Scalar.IsScalar(number) =>
                throw new ArgumentTransformationMetadataException($"'{VenueText.Shorten($"{number}")}' is neither a symbol such as APT-USD nor a market id such as 14.", new PSInvalidCastException()),
            object other => throw new ArgumentTransformationMetadataException($"{Scalar.KindOf(other)} is not a symbol. Give a text such as APT-USD.", new PSInvalidCastException()),
        };

    // As a number an id needs a conversion, and PowerShell prefers -MarketId, which needs none.
    private static object? Take(object? item) =>
        Scalar.Unwrap(item) is string text && long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? id : item;
}
