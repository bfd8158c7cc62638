namespace KanaPerps.Recording;

/// <summary>How the payload of a line is to be read.</summary>
internal enum PayloadForm
{
    /// <summary>The bytes themselves, which are JSON.</summary>
    Json,

    /// <summary>A JSON string with the text.</summary>
    Text,

    /// <summary>A JSON string with the bytes: of a binary message, or of one that is not UTF-8.</summary>
    Base64,
}

/// <summary>Where the parts of a line stand in it.</summary>
internal struct LineShape
{
    /// <summary>What the line is.</summary>
    public RecordedKind Kind;

    /// <summary>Its time.</summary>
    public DateTimeOffset At;

    /// <summary>Where the feed's name stands, without quotes; empty without a feed.</summary>
    public (int Start, int Length) Feed;

    /// <summary>Whether the feed's name has escapes.</summary>
    public bool IsFeedEscaped;

    /// <summary>The number of the feed's connection.</summary>
    public int Connection;

    /// <summary>Whether the message stands in the file before, too.</summary>
    public bool IsRepeat;

    /// <summary>Where the payload stands, with the quotes where it is a string.</summary>
    public (int Start, int Length) Payload;

    /// <summary>How the payload is to be read.</summary>
    public PayloadForm Form;
}
