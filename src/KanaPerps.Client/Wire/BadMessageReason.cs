namespace KanaPerps.Wire;

/// <summary>Why a message, or a row of one, was not delivered.</summary>
public enum BadMessageReason
{
    /// <summary>The text is not one JSON value: truncated, trailing bytes, too deeply nested, or no JSON at all.</summary>
    InvalidJson,

    /// <summary>JSON of a shape that is not known: no object, or without <c>data</c>.</summary>
    UnknownShape,

    /// <summary>The message names another topic than the one that was subscribed to.</summary>
    OtherTopic,

    /// <summary>A row has a field that can't be read; the other rows of the message were delivered.</summary>
    BadRow,

    /// <summary>A row belongs to another market or address than the one that was subscribed to.</summary>
    ForeignRow,

    /// <summary>A frame without content.</summary>
    EmptyFrame,

    /// <summary>A binary frame, which the protocol does not have.</summary>
    BinaryFrame,

    /// <summary>A connection ended in the middle of a message.</summary>
    PartialMessage,
}
