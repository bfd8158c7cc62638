using System.Globalization;
using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>
/// Lets ids that come as text bind without conversion. PowerShell prefers a parameter that needs none: an object with a MarketId and a
/// Symbol, both text, would bind by the symbol, which names another id on each network.
/// </summary>
internal sealed class MarketIdTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object data = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return data switch
        {
            string text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id) => new[] { id },
            int id => new long[] { id },
            long id => new[] { id },
            _ => inputData,
        };
    }
}
