namespace KanaPerps.Recording;

/// <summary>How a part of a recording is damaged.</summary>
public enum RecordingDamageKind
{
    /// <summary>A gzip member is incomplete or altered: its length, size or checksum is wrong.</summary>
    TornMember,

    /// <summary>A line is not one of a recording: no JSON, without a time, or too long.</summary>
    BadLine,

    /// <summary>A file could not be opened or read.</summary>
    UnreadableFile,

    /// <summary>A file looks like data, and was not read: its name is not one of a recording, or it is a copy of another file.</summary>
    OtherFile,

    /// <summary>Bytes that a recorder found behind the last whole member and moved aside. The hole that they left is a notice in the recording.</summary>
    MovedAside,
}
