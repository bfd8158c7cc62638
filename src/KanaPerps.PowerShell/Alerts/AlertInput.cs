using System.Globalization;
using System.Management.Automation;
using KanaPerps.PowerShell.Formatting;
using KanaPerps.Wire;

namespace KanaPerps.PowerShell;

/// <summary>What an alert needs to know of an object, read by the names of its properties: it may come from a job or a file.</summary>
internal readonly struct AlertInput
{
    private const string Separator = ", ";

    private readonly PSObject _source;

    /// <summary>Takes an object.</summary>
    /// <param name="source">The object.</param>
    public AlertInput(PSObject source) => _source = source;

    /// <summary>Whether it is a row of something that is gone.</summary>
    public bool IsClosed => Text(nameof(StateRow.Change)) == nameof(RowChange.Closed);

    /// <summary>Whether it says itself that its data is out of date.</summary>
    public bool IsStale => Value("Stale") switch
    {
        bool stale => stale,
        string text => text.Equals(bool.TrueString, StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    /// <summary>When it was received or made, or null.</summary>
    public DateTimeOffset? Time => TimeOf(nameof(VenueRow.ReceivedAt)) ?? TimeOf(nameof(Alert.At)) ?? TimeOf(nameof(Trade.Timestamp));

    // What of an account there can be several of at a time: an order has its id, a position is long or short.
    private bool IsOfAccount => Has(nameof(Position.Wallet));

    /// <summary>What tells it apart from others, by the properties that are usual for it: its market, and of an account's rows the side, the order and the account.</summary>
    /// <returns>The values with commas between them; empty for an object that has none of these.</returns>
    public string UsualKey()
    {
        string market = Text(nameof(Market.Symbol)) is { Length: > 0 } symbol ? symbol : Text(nameof(Market.MarketId)) ?? "";
        string side = Text(nameof(Position.Side)) is nameof(PositionSide.Long) or nameof(PositionSide.Short) ? Text(nameof(Position.Side))! : "";
        string order = Has(nameof(StateRow.Change)) ? Text(nameof(OpenOrder.OrderId)) ?? "" : "";
        string account = IsOfAccount ? Text(nameof(Position.Address)) ?? "" : "";
        return side.Length + order.Length + account.Length == 0 ? market : string.Join(Separator, new[] { market, side, order, account }.Where(part => part.Length > 0));
    }

    /// <summary>What tells it apart from others.</summary>
    /// <param name="properties">The properties that do.</param>
    /// <returns>The values with commas between them. A comma within a value has a backslash before it: other values have another key.</returns>
    public string KeyOf(string[] properties)
    {
        PSObject source = _source;
        return string.Join(Separator, properties.Select(name => VenueText.Escape(new AlertInput(source).Text(name) ?? "").Replace("\\", "\\\\", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal)));
    }

    /// <summary>Whether it has a property.</summary>
    /// <param name="property">The property's name.</param>
    /// <returns>Whether it has.</returns>
    public bool Has(string property) => _source.Properties[property] is not null;

    /// <summary>A property's value.</summary>
    /// <param name="property">The property's name.</param>
    /// <returns>The value without its wrapper, or null. Of a property that fails it is the text of the error.</returns>
    public object? Value(string property) => Scalar.Unwrap(Get(property));

    // What came back from a job has numbers in the place of its enums, and their names as the text of these.
    private string? Text(string property) => Get(property) switch
    {
        PSObject wrapped => wrapped.ToString(null, CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        object value => value.ToString(),
        null => null,
    };

    private DateTimeOffset? TimeOf(string property) => Get(property) is { } value ? CellRow.Time(value) : null;

    // A property may be a script, which fails: then what it says is its value, and is not a number.
    private object? Get(string property)
    {
        try
        {
            return _source.Properties[property]?.Value;
        }
        catch (GetValueException e)
        {
            return e.InnerException?.Message ?? e.Message;
        }
    }
}
