using System.Globalization;

namespace KanaPerps.Recording;

/// <summary>The failures that end the reading of a recording as a whole.</summary>
internal static class RecordingErrors
{
    /// <summary>Nothing is at the path, or something else than a folder.</summary>
    public static KanaException NotFound(string path, string what) => new(
        KanaErrorKind.RecordingNotFound,
        $"'{path}' {what}.",
        "Give the folder that Start-KanaRecording wrote to.");

    /// <summary>The recording has a format of a later version of this module.</summary>
    public static KanaException LaterVersion(string file, long version) => new(
        KanaErrorKind.RecordingFormat,
        string.Create(CultureInfo.InvariantCulture, $"{file} has version {version} of the recording format, and this module reads version {MemberHeader.CurrentVersion}."),
        "Install a newer version of this module. zcat and any JSON reader read the data files meanwhile.");

    /// <summary>The file system refuses or fails.</summary>
    public static KanaException Unreadable(string path, Exception cause) => new(
        KanaErrorKind.RecordingNotFound,
        $"'{path}' can't be read: {cause.Message}",
        "Check the folder's permissions and its drive.",
        cause);

    /// <summary>A copy is not written where files are.</summary>
    public static KanaException DestinationInUse(string path, string what) => new(
        KanaErrorKind.DestinationInUse,
        $"'{path}' {what}.",
        "Give a new or empty folder: a recording is never repaired in place.");

    /// <summary>The copy can't be written.</summary>
    public static KanaException Unwritable(string path, Exception cause) => new(
        KanaErrorKind.RecordingUnwritable,
        $"The copy in '{path}' can't be written: {cause.Message}",
        "Check the space and the permissions there, delete the incomplete copy, and try again.",
        cause);
}
