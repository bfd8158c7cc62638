using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>
/// Lets ids that come as text bind without conversion. PowerShell prefers a parameter that needs none: an object with a MarketId and a
/// Symbol, both text, would bind by the symbol, which names another id on each network. What is no whole number is left to -Symbol or
/// refused, because PowerShell would round it to the id of another market.
/// </summary>
internal sealed class MarketIdTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? data = Unwrap(inputData);
        return data is IList list ? list.Cast<object?>().Select(item => ToId(Unwrap(item))).ToArray() : data is null ? inputData : new[] { ToId(data) };
    }

    private static object? Unwrap(object? data) => data is PSObject wrapped ? wrapped.BaseObject : data;

    private static long ToId(object? data) => data switch
    {
        string text when long.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out long id) => id,
        long or int or short or byte or uint or ushort => Convert.ToInt64(data, CultureInfo.InvariantCulture),
        double number when double.IsInteger(number) => (long)number,
        decimal number when decimal.IsInteger(number) => (long)number,

        // The inner exception is what tells PowerShell to try another parameter instead of giving up.
        _ => throw new ArgumentTransformationMetadataException($"'{data}' is no market id. Give a whole number such as 14.", new PSInvalidCastException()),
    };
}
