using System.Globalization;
using System.Text.Json;

namespace KanaPerps.Wire;

/// <summary>
/// Reads the fields of one row into typed values. The venue writes most fields now as a string, now as a number, so every accessor
/// takes both. The first value that can't be read is remembered in <see cref="Problem"/> and the row is not delivered.
/// </summary>
internal ref struct RowReader
{
    private readonly ReadOnlySpan<byte> _message;
    private readonly ReadOnlySpan<TokenSlot> _slots;
    private readonly CodecPools _pools;
    private List<string>? _inexact;

    public RowReader(ReadOnlySpan<byte> message, ReadOnlySpan<TokenSlot> slots, CodecPools pools, DateTimeOffset receivedAt, string network)
    {
        _message = message;
        _slots = slots;
        _pools = pools;
        ReceivedAt = receivedAt;
        Network = network;
    }

    /// <summary>When the message had been received.</summary>
    public DateTimeOffset ReceivedAt { get; }

    /// <summary>Where the message came from.</summary>
    public string Network { get; }

    /// <summary>What is wrong with the row, naming the field, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>The properties whose numbers were rounded so far.</summary>
    public readonly IReadOnlyList<string> InexactFields => _inexact ?? (IReadOnlyList<string>)[];

    /// <summary>A text that the row must have. Control characters come out escaped.</summary>
    public string Text(Field field) => OptionalText(field) ?? Missing(field, "");

    /// <summary>A text, or null when it is absent or null.</summary>
    public string? OptionalText(Field field)
    {
        TokenSlot slot = _slots[field.Index];
        return slot.Kind switch
        {
            TokenKind.Absent or TokenKind.Null => null,
            TokenKind.Composite => Fail(field, "is an object or a list", (string?)null),
            _ => _pools.Texts.Get(Bytes(slot)),
        };
    }

    /// <summary>An address in the form in which addresses compare, or null. What is no address is kept as it came, escaped.</summary>
    public string? Address(Field field)
    {
        TokenSlot slot = _slots[field.Index];
        return slot.Kind == TokenKind.String ? _pools.Addresses.Get(Bytes(slot)) : OptionalText(field);
    }

    /// <summary>A number that the row must have.</summary>
    public decimal Number(Field field) => OptionalNumber(field) ?? Missing(field, 0m);

    /// <summary>A number, or null when it is absent or null.</summary>
    public decimal? OptionalNumber(Field field)
    {
        TokenSlot slot = _slots[field.Index];
        switch (slot.Kind)
        {
            case TokenKind.Absent or TokenKind.Null:
                return null;
            case TokenKind.String or TokenKind.Number:
                NumberOutcome outcome = DecimalParser.Parse(Bytes(slot), out decimal value);
                if (outcome == NumberOutcome.Inexact)
                {
                    (_inexact ??= []).Add(field.Property);
                }

                return outcome == NumberOutcome.Invalid ? Fail(field, "is no number that can be held", (decimal?)null) : value;
            default:
                return Fail(field, "is no number", (decimal?)null);
        }
    }

    /// <summary>A price that the venue also leaves unset by sending 0.</summary>
    public decimal? PriceOrUnset(Field field) => OptionalNumber(field) is { } price && price != 0 ? price : null;

    /// <summary>A time in UTC, or null when it is absent, null or 0.</summary>
    public DateTimeOffset? Time(Field field)
    {
        TokenSlot slot = _slots[field.Index];
        switch (slot.Kind)
        {
            case TokenKind.Absent or TokenKind.Null:
                return null;
            case TokenKind.String or TokenKind.Number when VenueTime.TryParse(Bytes(slot), out DateTimeOffset? time):
                return time;
            default:
                return Fail(field, "is no time", (DateTimeOffset?)null);
        }
    }

    /// <summary>A ledger version, or null when it is absent or null.</summary>
    public ulong? Version(Field field)
    {
        TokenSlot slot = _slots[field.Index];
        switch (slot.Kind)
        {
            case TokenKind.Absent or TokenKind.Null:
                return null;
            case TokenKind.String or TokenKind.Number when ulong.TryParse(Bytes(slot), NumberStyles.None, CultureInfo.InvariantCulture, out ulong version):
                return version;
            default:
                return Fail(field, "is no ledger version", (ulong?)null);
        }
    }

    /// <summary>An order type that the row must have; numbers without a name are kept.</summary>
    public OrderType OrderType(Field field) => (OrderType)(OptionalInteger(field) ?? Missing(field, 0));

    /// <summary>A small whole number, or null when it is absent or null.</summary>
    public int? OptionalInteger(Field field)
    {
        if (OptionalNumber(field) is not { } number)
        {
            return null;
        }

        return number == decimal.Truncate(number) && Math.Abs(number) <= int.MaxValue ? (int)number : Fail(field, "is no whole number in range", (int?)null);
    }

    /// <summary>A truth value that the row must have.</summary>
    public bool Flag(Field field) => OptionalFlag(field) ?? Missing(field, false);

    /// <summary>A truth value, or null when it is absent or null.</summary>
    public bool? OptionalFlag(Field field)
    {
        TokenSlot slot = _slots[field.Index];
        switch (slot.Kind)
        {
            case TokenKind.True:
                return true;
            case TokenKind.False:
                return false;
            case TokenKind.Absent or TokenKind.Null:
                return null;
            case TokenKind.String or TokenKind.Number when Bytes(slot) is var text && (text.SequenceEqual("true"u8) || text.SequenceEqual("1"u8)):
                return true;
            case TokenKind.String or TokenKind.Number when Bytes(slot) is var text && (text.SequenceEqual("false"u8) || text.SequenceEqual("0"u8)):
                return false;
            default:
                return Fail(field, "is neither true nor false", (bool?)null);
        }
    }

    private T Missing<T>(Field field, T fallback) => Problem is null ? Fail(field, "is missing", fallback) : fallback;

    private T Fail<T>(Field field, string what, T fallback)
    {
        Problem ??= $"{field.WireName} {what}";
        return fallback;
    }

    private readonly ReadOnlySpan<byte> Bytes(TokenSlot slot)
    {
        ReadOnlySpan<byte> raw = _message.Slice(slot.Start, slot.Length);
        return slot.Escaped ? Unescape(_message.Slice(slot.Start - 1, slot.Length + 2)) : raw;
    }

    private static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> quoted)
    {
        Utf8JsonReader reader = new(quoted);
        reader.Read();
        byte[] unescaped = new byte[quoted.Length];
        try
        {
            return unescaped.AsSpan(0, reader.CopyString(unescaped));
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair has no UTF-8 form; its JSON escape is as good a text for it.
            return quoted[1..^1];
        }
    }
}
