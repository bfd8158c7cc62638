namespace KanaPerps.Wire;

/// <summary>A codec for a topic of which each row is a model of its own.</summary>
/// <typeparam name="T">The model of a row.</typeparam>
internal abstract class RowCodec<T> : RowCodec<T, T>
    where T : class, IReceived
{
    // Each message confirms the rows of a state. A row of a history arrived once: that a later list repeats it is no news of it.
    private static readonly bool s_isState = typeof(T).IsAssignableTo(typeof(StateRow));

    /// <inheritdoc cref="RowCodec{TRow, T}(string, string, FieldSet, Field)"/>
    protected RowCodec(string? topic, string? key, FieldSet fields, Field? keyField)
        : base(topic, key, fields, keyField)
    {
    }

    /// <summary>Builds one row of its fields. What every row carries beside them is added to it.</summary>
    /// <param name="row">The row's fields.</param>
    /// <returns>The row; passed over when something was wrong with it.</returns>
    protected abstract T Build(in RowReader row);

    /// <inheritdoc/>
    protected sealed override T Read(in RowReader row)
    {
        T built = Build(row);
        built.Stamp(row.Network, row.ReceivedAt, row.InexactFields);
        return built;
    }

    /// <inheritdoc/>
    protected sealed override T Again(in T row, DateTimeOffset receivedAt) => s_isState ? Receipt.Renew(row, receivedAt) : row;

    /// <inheritdoc/>
    protected sealed override DecodedMessage<T> Repeat(in DecodedMessage<T> last, DateTimeOffset receivedAt) => s_isState ? last with { RepeatedAt = receivedAt } : last;

    /// <inheritdoc/>
    protected sealed override T[] Assemble(ReadOnlySpan<T> rows, MessageFacts facts) => rows.ToArray();
}
