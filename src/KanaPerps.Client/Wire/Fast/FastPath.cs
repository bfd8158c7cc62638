using System.Text;

namespace KanaPerps.Wire.Fast;

/// <summary>
/// Reads a message that looks exactly like the venue's: no white space, the fields in the order of the <see cref="RowShape"/>, plain
/// values. It fills the same slots as <see cref="JsonMessageReader"/> and gives up at the first surprise; whatever it gives up on, valid or
/// not, that one reads from the start. So it may be narrow, but it must never accept what that one would read differently.
/// </summary>
internal sealed class FastPath
{
    private readonly RowShape _shape;
    private readonly TokenSlot[] _slots;
    private readonly byte[] _messageFirst;
    private readonly byte[] _messageLast;

    public FastPath(string? topic, RowShape shape, TokenSlot[] slots)
    {
        _shape = shape;
        _slots = slots;
        _messageFirst = Encoding.UTF8.GetBytes($$"""{"message":"{{topic}}","data":[""");
        _messageLast = Encoding.UTF8.GetBytes($$"""],"message":"{{topic}}"}""");
    }

    /// <summary>Reads a message.</summary>
    /// <param name="json">The message.</param>
    /// <param name="sink">Takes the rows.</param>
    /// <returns>False to decline: what was reported does not count then.</returns>
    public bool TryRead(ReadOnlySpan<byte> json, IRowSink sink)
    {
        int at;
        bool mayNameTopic = json.StartsWith("{\"data\":["u8);
        if (mayNameTopic)
        {
            at = "{\"data\":["u8.Length;
        }
        else if (json.StartsWith(_messageFirst))
        {
            at = _messageFirst.Length;
        }
        else
        {
            return false;
        }

        sink.OnList();
        if (!TryReadRows(json, ref at, sink))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = json[at..];
        return rest.SequenceEqual("]}"u8) || (mayNameTopic && rest.SequenceEqual(_messageLast));
    }

    private bool TryReadRows(ReadOnlySpan<byte> json, ref int at, IRowSink sink)
    {
        if (at < json.Length && json[at] == (byte)']')
        {
            return true;
        }

        // What the shape does not have is absent in every row that the fast path reads.
        Array.Clear(_slots);
        ReadOnlySpan<ShapedField> fields = _shape.Fields;
        int known = 0;
        while (true)
        {
            int start = at;
            known = known < 0 ? known : sink.TakeKnown(json, start);
            if (known > 0)
            {
                at = known;
            }
            else
            {
                if (fields.IsEmpty || !TryReadRow(json, ref at, fields))
                {
                    return false;
                }

                sink.OnRow(json, start, at, isInList: true);
            }

            if (at == json.Length || json[at] != (byte)',')
            {
                return true;
            }

            at++;
        }
    }

    private bool TryReadRow(ReadOnlySpan<byte> json, ref int at, ReadOnlySpan<ShapedField> fields)
    {
        TokenSlot[] slots = _slots;
        foreach (ref readonly ShapedField field in fields)
        {
            if (!field.StandsAt(json, at))
            {
                return false;
            }

            at += field.Lead.Length;
            if (!TryReadValue(json, ref at, out slots[field.Slot]))
            {
                return false;
            }
        }

        if (at == json.Length || json[at] != (byte)'}')
        {
            return false;
        }

        at++;
        return true;
    }

    private static bool TryReadValue(ReadOnlySpan<byte> json, ref int at, out TokenSlot slot)
    {
        int start = at;
        switch (at < json.Length ? json[at] : 0)
        {
            case (byte)'"':
                at = ByteScan.EndOfPlainString(json, start + 1);
                slot = new(start + 1, at - start - 1, TokenKind.String);
                return at++ >= 0;
            case (byte)'t':
                slot = new(start, 4, TokenKind.True);
                at += 4;
                return json[start..].StartsWith("true"u8);
            case (byte)'f':
                slot = new(start, 5, TokenKind.False);
                at += 5;
                return json[start..].StartsWith("false"u8);
            case (byte)'n':
                slot = new(start, 4, TokenKind.Null);
                at += 4;
                return json[start..].StartsWith("null"u8);
            default:
                at = ByteScan.EndOfPlainNumber(json, start);
                slot = new(start, at - start, TokenKind.Number);
                return at >= 0;
        }
    }
}
