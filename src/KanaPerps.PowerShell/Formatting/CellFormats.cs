using System.Collections.Frozen;
using System.Globalization;
using System.Management.Automation;

namespace KanaPerps.PowerShell.Formatting;

/// <summary>Renders one cell.</summary>
/// <param name="row">The object, for what else it knows.</param>
/// <param name="value">The property's value.</param>
/// <param name="numbers">How numbers are written.</param>
/// <param name="width">The characters that the cell has.</param>
internal delegate string CellFormat(CellRow row, object value, NumberFormatInfo numbers, int width);

/// <summary>The formats that the views can name.</summary>
internal static class CellFormats
{
    /// <summary>The formats by name.</summary>
    public static FrozenDictionary<string, CellFormat> ByName { get; } = new Dictionary<string, CellFormat>(StringComparer.Ordinal)
    {
        ["text"] = (_, value, _, _) => Text(value),
        ["path"] = (_, value, _, width) => Text(value) is var path && path.Length > width ? string.Concat("…", path.AsSpan(path.Length - width + 1)) : Text(value),
        ["head"] = (_, value, _, width) => Text(value) is var text && text.Length > width ? string.Concat(text.AsSpan(0, width - 1), "…") : Text(value),
        ["short"] = (_, value, _, width) => Shorten(Text(value), Math.Min(width, 13)),

        // Times are written the same in every culture: some have other calendars, or other separators.
        ["clock"] = (_, value, _, _) => Time(value, "HH:mm:ss.fff"),
        ["time"] = (_, value, _, _) => Time(value, "MM-dd HH:mm:ss"),
        ["date"] = (_, value, _, _) => Time(value, "yyyy-MM-dd HH:mm:ss"),
        ["instant"] = (_, value, _, _) => Time(value, "yyyy-MM-dd HH:mm:ss.fff 'UTC'"),
        ["seconds"] = (_, value, numbers, width) => value is TimeSpan span ? CellNumbers.Fitting((decimal)span.TotalSeconds, 1, 1, width, numbers) : Text(value),

        // The price of a market order is an average and may lie between the ticks.
        ["price"] = (row, value, numbers, width) => MarketScale.PriceDecimals(row.MarketId) is { } decimals
            ? Number(value, decimals, decimals + 2, width, numbers)
            : Number(value, 0, 8, width, numbers),
        ["size"] = (row, value, numbers, width) => Number(value, MarketScale.SizeDecimals(row.MarketId) ?? 0, 8, width, numbers),
        ["average"] = Average,
        ["money"] = (_, value, numbers, width) => Number(value, 2, 2, width, numbers),
        ["ratio"] = (_, value, numbers, width) => Number(value, 2, 2, width, numbers),
        ["fee"] = (_, value, numbers, width) => Number(value, 4, 4, width, numbers),
        ["number"] = (_, value, numbers, width) => Number(value, 0, 8, width, numbers),
        ["rate"] = (_, value, numbers, width) => Number(value, 8, 12, width, numbers),
        ["whole"] = (_, value, numbers, _) => CellRow.Number(value) is { } number ? CellNumbers.Readable(number, numbers) : Text(value),
        ["gain"] = Gain,
        ["bps"] = BasisPoints,

        ["side"] = (_, value, _, _) => Side(Text(value)),
        ["orderType"] = (_, value, _, _) => OrderType(Text(value)),
        ["orderKind"] = (_, value, _, _) => value is true ? "Market" : "Limit",
        ["change"] = (_, value, _, _) => Text(value) is var text && text == nameof(RowChange.Closed) ? ShellStyle.Paint(ShellStyle.Dim, text) : text,
        ["anomalies"] = (_, value, _, _) => Text(value) is var text && text == nameof(BookAnomalies.None) ? "" : ShellStyle.Paint(ShellStyle.Caution, text),
        ["stale"] = (_, value, _, _) => value is true ? ShellStyle.Paint(ShellStyle.Caution, "Stale") : "",
        ["fill"] = Fill,
        ["depth"] = Depth,
        ["state"] = (_, value, _, _) => State(Text(value)),
        ["finding"] = (_, value, _, _) => Finding(Text(value)),
        ["count"] = (_, value, _, _) => (value is System.Collections.ICollection list ? list.Count : 1).ToString(CultureInfo.InvariantCulture),
        ["healthy"] = (_, value, _, _) => value is true ? ShellStyle.Paint(ShellStyle.Gain, "True") : ShellStyle.Paint(ShellStyle.Loss, "False"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static string Text(object value) => value.ToString() ?? "";

    private static string Time(object value, string format) =>
        CellRow.Time(value)?.ToUniversalTime().ToString(format, CultureInfo.InvariantCulture) ?? Text(value);

    private static string Number(object value, int least, int most, int width, NumberFormatInfo numbers) =>
        CellRow.Number(value) is { } number ? CellNumbers.Fitting(number, least, most, width, numbers) : Text(value);

    private static string Average(CellRow row, object value, NumberFormatInfo numbers, int width)
    {
        int decimals = (MarketScale.PriceDecimals(row.MarketId) ?? 2) + 2;
        return Number(value, decimals, decimals, width, numbers);
    }

    // The sign says it too: colour is never the only carrier.
    private static string Gain(CellRow row, object value, NumberFormatInfo numbers, int width)
    {
        if (CellRow.Number(value) is not { } number)
        {
            return Text(value);
        }

        string text = CellNumbers.Fitting(number, 4, 4, number > 0 ? width - 1 : width, numbers);
        return Math.Sign(number) switch
        {
            > 0 => ShellStyle.Paint(ShellStyle.Gain, numbers.PositiveSign + text),
            < 0 => ShellStyle.Paint(ShellStyle.Loss, text),
            _ => text,
        };
    }

    private static string BasisPoints(CellRow row, object value, NumberFormatInfo numbers, int width)
    {
        if (CellRow.Number(value) is not { } spread || row.Number(nameof(OrderBook.Mid)) is not { } mid || mid == 0)
        {
            return "";
        }

        double points = (double)spread / (double)mid * 10_000;
        string text = points.ToString(Math.Abs(points) < 100 ? "0.00" : "0", numbers);
        return spread < 0 ? ShellStyle.Paint(ShellStyle.Loss, text) : text;
    }

    // An order that the book can't fill comes before what is unusual about the book.
    private static string Fill(CellRow row, object value, NumberFormatInfo numbers, int width)
    {
        bool isPartial = row.Number(nameof(OrderBookMeasure.Unfilled)) is > 0;
        string anomalies = Text(value) is var text && text == nameof(BookAnomalies.None) ? "" : text;
        string words = !isPartial ? anomalies : anomalies.Length == 0 ? "Partial" : $"Partial, {anomalies}";
        return words.Length == 0 ? "" : ShellStyle.Paint(ShellStyle.Caution, words);
    }

    // The nearest distance; an ellipsis stands for the others.
    private static string Depth(CellRow row, object value, NumberFormatInfo numbers, int width)
    {
        if (Scalar.Unwrap(value) is not System.Collections.IList { Count: > 0 } list || PSObject.AsPSObject(list[0]) is not { } nearest)
        {
            return "";
        }

        string more = list.Count > 1 ? "…" : "";
        string distance = CellRow.Number(CellRow.Value(nearest, nameof(BookDepth.Bps))) is { } bps ? CellNumbers.Fitting(bps, 0, 2, 5, numbers) : "";
        int room = (width - distance.Length - 3 - more.Length) / 2;
        string Size(string property) => CellRow.Number(CellRow.Value(nearest, property)) is { } size ? CellNumbers.Fitting(size, 0, 3, room, numbers) : "-";
        return $"{distance}: {Size(nameof(BookDepth.BidSize))}/{Size(nameof(BookDepth.AskSize))}{more}";
    }

    private static string Side(string text) => text switch
    {
        nameof(PositionSide.Long) or nameof(TradeSide.Buy) or nameof(BookSide.Bid) or nameof(TransferKind.Deposit) => ShellStyle.Paint(ShellStyle.Gain, text),
        nameof(PositionSide.Short) or nameof(TradeSide.Sell) or nameof(BookSide.Ask) or nameof(TransferKind.Withdrawal) => ShellStyle.Paint(ShellStyle.Loss, text),
        _ => text,
    };

    private static string OrderType(string text) => Enum.TryParse(text, out OrderType type) && type.Side() is { } side
        ? ShellStyle.Paint(side == TradeSide.Buy ? ShellStyle.Gain : ShellStyle.Loss, text)
        : text;

    private static string State(string text) => text switch
    {
        nameof(Streaming.ConnectionState.Live) or nameof(KanaPerps.Recording.RecorderState.Recording) => ShellStyle.Paint(ShellStyle.Gain, text),
        nameof(Streaming.ConnectionState.Faulted) => ShellStyle.Paint(ShellStyle.Loss, text),
        nameof(Streaming.ConnectionState.Backoff) or nameof(KanaPerps.Recording.RecorderState.Retrying) => ShellStyle.Paint(ShellStyle.Caution, text),
        nameof(Streaming.ConnectionState.Closed) or nameof(KanaPerps.Recording.RecorderState.Stopped) => ShellStyle.Paint(ShellStyle.Dim, text),
        _ => text,
    };

    private static string Finding(string text) => text switch
    {
        nameof(Recording.RecordingCheckState.Whole) => ShellStyle.Paint(ShellStyle.Gain, text),
        nameof(Recording.RecordingCheckState.Gaps) => ShellStyle.Paint(ShellStyle.Caution, text),
        _ => ShellStyle.Paint(ShellStyle.Loss, text),
    };

    private static string Shorten(string text, int width) =>
        text.Length > width ? string.Concat(text.AsSpan(0, 6), "…", text.AsSpan(text.Length - width + 7)) : text;
}
