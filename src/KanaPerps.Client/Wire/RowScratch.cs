using KanaPerps.Wire.Fast;

namespace KanaPerps.Wire;

/// <summary>What the reading of a row works on, kept from row to row so that nothing is allocated for it.</summary>
internal sealed class RowScratch
{
    /// <summary>Makes the scratch memory of a codec.</summary>
    /// <param name="fields">The declared fields.</param>
    public RowScratch(FieldSet fields)
    {
        Slots = new TokenSlot[fields.Count + 1];
    }

    /// <summary>Where the fields of the row stand, by <see cref="Field.Index"/>; the last one takes what is not declared.</summary>
    public TokenSlot[] Slots { get; }

    /// <summary>The strings that may be handed out again.</summary>
    public CodecPools Pools { get; } = new();

    /// <summary>The time that was read last.</summary>
    public TimeCache Times { get; } = new();

    /// <summary>When the message had been received.</summary>
    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>Where the message came from.</summary>
    public string Network { get; set; } = "";

    /// <summary>What is wrong with the row, naming the field, or null.</summary>
    public string? Problem { get; set; }

    /// <summary>The properties of the row whose numbers were rounded, or null for none.</summary>
    public List<string>? Inexact { get; set; }
}
