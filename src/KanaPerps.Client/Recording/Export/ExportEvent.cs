namespace KanaPerps.Recording;

/// <summary>A step of an export: a file, or why one is not written, or neither.</summary>
/// <param name="File">A file that has been written, or null.</param>
/// <param name="Error">Why a file is not written, or null.</param>
/// <param name="Target">The file or table that the error is about.</param>
internal readonly record struct ExportEvent(ExportedFile? File, KanaException? Error = null, string? Target = null);
