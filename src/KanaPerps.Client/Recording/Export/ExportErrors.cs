using System.Globalization;

namespace KanaPerps.Recording;

/// <summary>Why a file of an export is not written.</summary>
internal static class ExportErrors
{
    /// <summary>A file of that name is there.</summary>
    public static KanaException Exists(string path) => new(
        KanaErrorKind.ExportExists,
        $"'{path}' exists, and was left as it is.",
        "Give -Force to replace it, or another folder with -OutputPath.");

    /// <summary>No decimal column can hold all numbers of a column.</summary>
    public static KanaException Precision(string table, string column, DecimalExtent extent) => new(
        KanaErrorKind.ExportPrecision,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The column {column} of {table} needs {extent.Digits} digits to hold both {extent.Largest} and {extent.Finest}, and a decimal column has at most {DecimalExtent.MostDigits}. The table was not written, because numbers would be rounded."),
        "Export with -Format Csv, which has no such limit, or export parts of the recording, such as by -Symbol.");

    /// <summary>The file system refuses or fails.</summary>
    public static KanaException Failed(string path, Exception cause) => new(
        KanaErrorKind.ExportFailed,
        $"'{path}' can't be written: {cause.Message}",
        "Check the folder's permissions and the space on its drive.",
        cause);

    /// <summary>Rows that were counted are not there any more, or others are.</summary>
    public static KanaException Changed(string path) => new(
        KanaErrorKind.ExportFailed,
        $"'{path}' was not written, because files of the recording were deleted or replaced during the export.",
        "Export again. What -Retain deletes is no longer in a recording.");
}
