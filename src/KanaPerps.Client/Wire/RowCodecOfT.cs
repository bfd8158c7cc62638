namespace KanaPerps.Wire;

/// <summary>A codec for a topic of which each row is a model of its own.</summary>
/// <typeparam name="T">The model of a row.</typeparam>
internal abstract class RowCodec<T> : RowCodec<T, T>
{
    // A row of a state holds good anew with each message. A row of a history arrived once: that a later list repeats it is no news of it.
    private static readonly bool s_isState = typeof(T).IsAssignableTo(typeof(StateRow));

    /// <inheritdoc cref="RowCodec{TRow, T}(string, string, FieldSet, Field)"/>
    protected RowCodec(string? topic, string? key, FieldSet fields, Field? keyField)
        : base(topic, key, fields, keyField)
    {
    }

    /// <inheritdoc/>
    protected sealed override T Again(in T row, DateTimeOffset receivedAt) => s_isState ? Receipt.Renew(row, receivedAt) : row;

    /// <inheritdoc/>
    protected sealed override DecodedMessage<T> Repeat(in DecodedMessage<T> last, DateTimeOffset receivedAt) => s_isState ? last with { RepeatedAt = receivedAt } : last;

    /// <inheritdoc/>
    protected sealed override T[] Assemble(ReadOnlySpan<T> rows, MessageFacts facts) => rows.ToArray();
}
