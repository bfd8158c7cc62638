namespace KanaPerps.Wire.Codecs;

/// <summary>The address of REST's getProfileAddress, wrapped as an object's <c>address</c>.</summary>
internal sealed class ProfileCodec : RowCodec<ProfileReply>
{
    private static readonly FieldSet s_fields = new();
    private static readonly Field s_address = s_fields.Add("address", nameof(Profile.ProfileAddress));

    public ProfileCodec()
        : base(topic: null, key: null, s_fields, keyField: null)
    {
    }

    protected override ProfileReply Build(in RowReader row) => new(row.Address(s_address));
}
