namespace KanaPerps.Recording;

/// <summary>What a line has of a message.</summary>
/// <param name="value">The value, which is JSON.</param>
/// <param name="name">The name of the property with what goes before and after it.</param>
internal readonly ref struct RecordedPayload(ReadOnlySpan<byte> value, ReadOnlySpan<byte> name)
{
    /// <summary>The value.</summary>
    public ReadOnlySpan<byte> Value { get; } = value;

    /// <summary>The name of the property with what goes before and after it.</summary>
    public ReadOnlySpan<byte> Name { get; } = name;
}
