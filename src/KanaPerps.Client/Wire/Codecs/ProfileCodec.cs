namespace KanaPerps.Wire.Codecs;

/// <summary>The address of REST's getProfileAddress, wrapped as an object's <c>address</c>; null for what is no text.</summary>
internal sealed class ProfileCodec : RowCodec<string?>
{
    private static readonly FieldSet s_fields = new();
    private static readonly Field s_address = s_fields.Add("address", nameof(Profile.ProfileAddress));

    public ProfileCodec()
        : base(topic: null, key: null, s_fields, keyField: null)
    {
    }

    protected override string? Build(in RowReader row) => row.Address(s_address);
}
