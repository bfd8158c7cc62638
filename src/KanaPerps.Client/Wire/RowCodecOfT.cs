namespace KanaPerps.Wire;

/// <summary>A codec for a topic whose rows are delivered as they are: each row on the wire becomes one model.</summary>
/// <typeparam name="T">The model of a row.</typeparam>
internal abstract class RowCodec<T> : RowCodec<T, T>
    where T : class, IReceived
{
    // A row of a state is received again with each message that has it. A row of a history keeps the time when it was received first.
    private static readonly bool s_isState = typeof(T).IsAssignableTo(typeof(StateRow));

    /// <inheritdoc cref="RowCodec{TRow, T}(string, string, FieldSet, Field)"/>
    protected RowCodec(string? topic, string? key, FieldSet fields, Field? keyField)
        : base(topic, key, fields, keyField)
    {
    }

    /// <summary>Builds a row from its fields. The caller sets the network, the time of receipt and the inexact fields.</summary>
    /// <param name="row">The row's fields.</param>
    /// <returns>The row. It is ignored if a field had a problem.</returns>
    protected abstract T Build(in RowReader row);

    /// <inheritdoc/>
    protected sealed override T Read(in RowReader row)
    {
        T built = Build(row);
        built.Stamp(row.Network, row.ReceivedAt, row.InexactFields);
        return built;
    }

    /// <inheritdoc/>
    protected sealed override T RepeatRow(in T row, DateTimeOffset receivedAt) => s_isState ? Receipt.Renew(row, receivedAt) : row;

    /// <inheritdoc/>
    protected sealed override DecodedMessage<T> RepeatMessage(in DecodedMessage<T> last, DateTimeOffset receivedAt) => s_isState ? last with { RepeatedAt = receivedAt } : last;

    /// <inheritdoc/>
    protected sealed override T[] Assemble(ReadOnlySpan<T> rows, MessageFacts facts) => rows.ToArray();
}
