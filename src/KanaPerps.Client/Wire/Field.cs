namespace KanaPerps.Wire;

/// <summary>A declared field of a topic's rows: what a codec asks a <see cref="RowReader"/> with.</summary>
/// <param name="Index">The place among the topic's fields.</param>
/// <param name="WireName">The name on the wire, as notices give it.</param>
/// <param name="Property">The property of the model, as <see cref="VenueRow.InexactFields"/> gives it.</param>
internal sealed record Field(int Index, string WireName, string Property);
