namespace KanaPerps.PowerShell.Formatting;

/// <summary>What <c>Views.xml</c> says of a type beside its looks.</summary>
/// <param name="Type">The type.</param>
/// <param name="Key">The names of the properties that tell objects apart, with blanks between them.</param>
/// <param name="Columns">The columns of its table, the most important first.</param>
internal sealed record ViewedType(Type Type, string Key, TableColumn[] Columns)
{
    // The times of a job's objects are property bags: one level deeper than the object itself.
    private const uint UsualDepth = 2;

    /// <summary>How deep jobs carry an object.</summary>
    public uint Depth { get; init; } = UsualDepth;

    /// <summary>Second names of properties.</summary>
    public KeyValuePair<string, string>[] Aliases { get; init; } = [];

    /// <summary>Hidden properties beside the cells, and the classes whose method Of makes their values.</summary>
    public KeyValuePair<string, Type>[] Code { get; init; } = [];
}
