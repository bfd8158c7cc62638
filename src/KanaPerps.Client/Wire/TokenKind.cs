namespace KanaPerps.Wire;

/// <summary>The JSON kind of a field's value.</summary>
internal enum TokenKind : byte
{
    /// <summary>The row does not have the field.</summary>
    Absent,

    /// <summary>null.</summary>
    Null,

    /// <summary>A string.</summary>
    String,

    /// <summary>A number.</summary>
    Number,

    /// <summary>true.</summary>
    True,

    /// <summary>false.</summary>
    False,

    /// <summary>An object or an array, which no field of the venue is.</summary>
    Composite,
}
