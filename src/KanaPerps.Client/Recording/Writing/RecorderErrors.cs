namespace KanaPerps.Recording;

/// <summary>Why a recorder does not begin.</summary>
internal static class RecorderErrors
{
    public static KanaException InUse(string path) => new(
        KanaErrorKind.RecordingInUse,
        $"Another recording writes to '{path}'.",
        "Stop that one, or give another folder. Get-KanaRecording lists the recordings of this process.");

    public static KanaException Unwritable(string path, Exception cause) => new(
        KanaErrorKind.RecordingUnwritable,
        $"Nothing can be recorded to '{path}': {(IsFull(cause) ? "the disk is full" : cause.Message.TrimEnd('.'))}.",
        "Give a folder that can be written to, on a drive with room.",
        cause);

    public static KanaException NoAnswer(string path) => new(
        KanaErrorKind.RecordingUnwritable,
        $"'{path}' does not answer. What came last may not be written.",
        "Check the drive and, if it is one, the way over the network.");

    // ENOSPC and EDQUOT of Unix, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL of Windows.
    private static bool IsFull(Exception cause) => cause is IOException && (OperatingSystem.IsWindows()
        ? (cause.HResult & 0xFFFF) is 0x70 or 0x27
        : cause.HResult == 28 || cause.HResult == (OperatingSystem.IsMacOS() ? 69 : 122));

    /// <summary>Refuses to add to another recording.</summary>
    /// <param name="before">What is in the folder, or null.</param>
    /// <param name="options">What is to be recorded.</param>
    /// <returns>What is in the folder, or an empty one.</returns>
    public static RecordingManifest ThrowIfOther(RecordingManifest? before, RecorderOptions options)
    {
        if (before?.Format > RecordingManifest.CurrentFormat)
        {
            throw new KanaException(
                KanaErrorKind.RecordingMismatch,
                $"'{options.Path}' has a recording of a later version of this module.",
                "Give another folder, or use that version.");
        }

        if (before is not null && before.Network != options.Endpoint.Name)
        {
            throw new KanaException(
                KanaErrorKind.RecordingMismatch,
                $"'{options.Path}' has a recording of {before.Network}, and {options.Endpoint.Name} is to be recorded.",
                "Give another folder: a recording is of one network.");
        }

        return before ?? new()
        {
            Network = options.Endpoint.Name,
            Endpoint = new(options.Endpoint.WebSocket.ToString(), options.Endpoint.Rest.ToString()),
        };
    }
}
