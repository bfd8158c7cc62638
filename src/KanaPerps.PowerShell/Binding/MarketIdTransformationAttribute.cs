using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using KanaPerps.Wire;

namespace KanaPerps.PowerShell;

/// <summary>
/// Takes the id of an object from the pipeline by value, text too, without conversion: PowerShell binds that before any property. An object with a
/// MarketId and a Symbol would bind by both or by the symbol, which names another id on each network. What is not a whole number is left to
/// -Symbol or refused, because PowerShell would round it to the id of another market.
/// </summary>
internal sealed class MarketIdTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? data = Scalar.Unwrap(IdOf(inputData));
        return data is IList list ? list.Cast<object?>().Select(item => ToId(Scalar.Unwrap(item))).ToArray() : data is null ? inputData : new[] { ToId(data) };
    }

    // A connection or a message has its market as its key.
    private static object? IdOf(object? input) =>
        input is null or IList || Scalar.IsScalar(input) ? input
        : PSObject.AsPSObject(input).Properties is var properties && (properties["MarketId"] ?? properties["Key"]) is { Value: { } id } ? id
        : input;

    private static long ToId(object? data) =>

        // The inner exception is what tells PowerShell to try another parameter instead of giving up.
        WholeNumber(data) switch
        {
            null => throw new ArgumentTransformationMetadataException($"'{VenueText.Shorten($"{data}")}' is not a market id. Give a whole number such as 14.", new PSInvalidCastException()),
            { } number when number < long.MinValue || number > long.MaxValue =>
                throw new ArgumentTransformationMetadataException($"'{VenueText.Shorten($"{data}")}' is not a market id: the largest is {long.MaxValue}.", new PSInvalidCastException()),
            { } number => (long)number,
        };

    private static BigInteger? WholeNumber(object? data) => data switch
    {
        string text when BigInteger.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out BigInteger id) => id,
        long or int or short or sbyte or byte or uint or ulong or ushort => new BigInteger(Convert.ToDecimal(data, CultureInfo.InvariantCulture)),
        BigInteger number => number,
        float number when float.IsInteger(number) => new BigInteger(number),
        double number when double.IsInteger(number) => new BigInteger(number),
        decimal number when decimal.IsInteger(number) => new BigInteger(number),
        _ => null,
    };
}
