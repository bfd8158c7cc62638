using System.Globalization;
using System.Text.Json;

namespace KanaPerps.Alerts;

/// <summary>Why a state file can't be used.</summary>
internal static class StateFileErrors
{
    public static KanaException InUse(string path) => new(
        KanaErrorKind.StateFileInUse,
        $"Another command uses the state file '{path}'.",
        "Wait until it has ended, or give each job a file of its own.");

    public static KanaException Unwritable(string path, Exception cause) => new(
        KanaErrorKind.StateFileUnwritable,
        $"The state file '{path}' can't be used: {cause.Message.TrimEnd('.')}.",
        "Give a file that can be read and written, in a folder that exists, on a drive with room.",
        cause);

    public static KanaException Damaged(string path, JsonException cause) => new(
        KanaErrorKind.StateFileDamaged,
        $"'{path}' is not a state file, or it is damaged{Where(cause)}. It was left as it is.",
        "Restore the file, or delete it: then the next value beyond a level gives an alert again.",
        cause);

    public static KanaException OtherRule(string path) => new(
        KanaErrorKind.StateFileMismatch,
        $"The state file '{path}' belongs to another rule: its property, levels, re-arm values or -By differ. It was left as it is.",
        "Give each rule a file of its own, or delete the file after a change of the rule.");

    // The framework's own words, which come with a line, are about its types.
    private static string Where(JsonException cause) =>
        cause.LineNumber is { } line ? string.Create(CultureInfo.InvariantCulture, $" in line {line + 1}") : $": {cause.Message}";
}
