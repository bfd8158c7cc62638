using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;
using KanaPerps.Wire.Fast;

namespace KanaPerps.Wire;

/// <summary>
/// Reads the fields of one row into typed values. The venue writes most fields now as a string, now as a number, so every accessor
/// takes both. The first value that can't be read is remembered in <see cref="RowScratch.Problem"/> and the row is not delivered.
/// </summary>
internal readonly ref struct RowReader
{
    private readonly ReadOnlySpan<byte> _message;
    private readonly ReadOnlySpan<TokenSlot> _slots;
    private readonly RowScratch _row;

    /// <summary>Begins to read a row.</summary>
    /// <param name="message">The message.</param>
    /// <param name="row">Where the row's fields stand in it.</param>
    public RowReader(ReadOnlySpan<byte> message, RowScratch row)
    {
        _message = message;
        _slots = row.Slots;
        _row = row;
        row.Problem = null;
        row.Inexact = null;
    }

    /// <summary>When the message had been received.</summary>
    public DateTimeOffset ReceivedAt => _row.ReceivedAt;

    /// <summary>Where the message came from.</summary>
    public string Network => _row.Network;

    /// <summary>The properties whose numbers were rounded so far.</summary>
    public PropertyNames InexactFields => _row.Inexact is { } names ? [.. names] : [];

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
            _ => _row.Pools.Texts.Get(Bytes(slot)),
        };
    }

    /// <summary>
    /// An address in the form in which addresses compare, or null. Text that is not an address is kept as it came, escaped.
    /// </summary>
    public string? Address(Field field)
    {
        TokenSlot slot = _slots[field.Index];
        return slot.Kind == TokenKind.String ? _row.Pools.Addresses.Get(Bytes(slot)) : OptionalText(field);
    }

    /// <summary>Whether the value of a field has exactly these bytes.</summary>
    /// <param name="field">The field.</param>
    /// <param name="text">The text.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasBytes(Field field, byte[] text)
    {
        TokenSlot slot = _slots[field.Index];
        return slot.Length == text.Length && slot.Kind is (TokenKind.String or TokenKind.Number) && _message.Slice(slot.Start, slot.Length).SequenceEqual(text);
    }

    /// <summary>A market id that the row must have.</summary>
    public long MarketId(Field field) => OptionalMarketId(field) ?? Missing(field, 0L);

    /// <summary>A market id, or null when it is absent or null.</summary>
    public long? OptionalMarketId(Field field)
    {
        TokenSlot slot = _slots[field.Index];
        return slot.Kind switch
        {
            TokenKind.Absent or TokenKind.Null => null,
            TokenKind.String or TokenKind.Number when TryReadMarketId(Bytes(slot), out long id) => id,
            _ => Fail(field, "is not a whole number of 64 bits", (long?)null),
        };
    }

    /// <summary>Whether the row is of another market or address than the one asked for. A row that does not say is not.</summary>
    /// <param name="field">The field that says it.</param>
    /// <param name="key">The market or address asked for, in the form in which they compare.</param>
    /// <param name="other">The one that the row is of.</param>
    public bool IsForeign(Field field, string key, [NotNullWhen(true)] out string? other)
    {
        other = key.StartsWith("0x", StringComparison.Ordinal) ? Address(field) : OptionalMarketId(field) is { } id ? MarketIds.Text(id) : null;
        return other is not null && other != key;
    }

    /// <summary>A number that the row must have.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public decimal Number(Field field)
    {
        TokenSlot slot = _slots[field.Index];
        if (slot.Kind is not (TokenKind.String or TokenKind.Number))
        {
            return OptionalNumber(field) ?? Missing(field, 0m);
        }

        return DecimalParser.TryParseShort(Bytes(slot), out decimal value) ? value : Parse(field, slot);
    }

    /// <summary>A number, or null when it is absent or null.</summary>
    public decimal? OptionalNumber(Field field)
    {
        TokenSlot slot = _slots[field.Index];
        return slot.Kind switch
        {
            TokenKind.Absent or TokenKind.Null => null,
            TokenKind.String or TokenKind.Number => Parse(field, slot),
            _ => Fail(field, "is not a number", (decimal?)null),
        };
    }

    /// <summary>A price that the venue also leaves unset by sending 0.</summary>
    public decimal? PriceOrUnset(Field field) => OptionalNumber(field) is { } price && price != 0 ? price : null;

    /// <summary>A time in UTC, or null when it is absent, null or 0.</summary>
    public DateTimeOffset? Time(Field field) => Ticks(field) is not 0 and long ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>A time in ticks of UTC, or 0 when it is absent, null or 0.</summary>
    public long Ticks(Field field)
    {
        TokenSlot slot = _slots[field.Index];
        switch (slot.Kind)
        {
            case TokenKind.Absent or TokenKind.Null:
                return 0;
            case TokenKind.String or TokenKind.Number when _row.Times.TryGet(Bytes(slot), out long ticks):
                return ticks;
            default:
                return Fail(field, "is not a time", 0L);
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
            case TokenKind.String or TokenKind.Number when TryReadVersion(Bytes(slot), out ulong version):
                return version;
            default:
                return Fail(field, "is not a ledger version", (ulong?)null);
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

        return number == decimal.Truncate(number) && Math.Abs(number) <= int.MaxValue ? (int)number : Fail(field, "is not a whole number in range", (int?)null);
    }

    /// <summary>A truth value that the row must have.</summary>
    public bool Flag(Field field)
    {
        TokenKind kind = _slots[field.Index].Kind;
        return kind is TokenKind.True or TokenKind.False ? kind == TokenKind.True : OptionalFlag(field) ?? Missing(field, false);
    }

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
                return Fail(field, "is not true or false", (bool?)null);
        }
    }

    private decimal Parse(Field field, TokenSlot slot)
    {
        NumberOutcome outcome = DecimalParser.Parse(Bytes(slot), out decimal value);
        if (outcome == NumberOutcome.Exact)
        {
            return value;
        }

        if (outcome == NumberOutcome.Invalid)
        {
            return Fail(field, "is not a number in range", 0m);
        }

        (_row.Inexact ??= []).Add(field.Property);
        return value;
    }

    // Twenty digits may still fit, and a whole number may be written with a point or an exponent; the venue does neither.
    private static bool TryReadVersion(ReadOnlySpan<byte> text, out ulong version)
    {
        if (DigitText.TryRead(text, out version))
        {
            return true;
        }

        bool isWhole = DecimalParser.Parse(text, out decimal number) == NumberOutcome.Exact && number is >= 0 and <= ulong.MaxValue && decimal.IsInteger(number);
        version = isWhole ? (ulong)number : 0;
        return isWhole;
    }

    private static bool TryReadMarketId(ReadOnlySpan<byte> text, out long id)
    {
        if (DigitText.TryRead(text, out ulong digits) && digits <= long.MaxValue)
        {
            id = (long)digits;
            return true;
        }

        bool isWhole = DecimalParser.Parse(text, out decimal number) == NumberOutcome.Exact && number is >= long.MinValue and <= long.MaxValue && decimal.IsInteger(number);
        id = isWhole ? (long)number : 0;
        return isWhole;
    }

    private T Missing<T>(Field field, T fallback) => _row.Problem is null ? Fail(field, "is missing", fallback) : fallback;

    private T Fail<T>(Field field, string what, T fallback)
    {
        _row.Problem ??= $"{field.WireName} {what}";
        return fallback;
    }

    private ReadOnlySpan<byte> Bytes(TokenSlot slot) =>
        slot.Escaped ? Unescape(_message.Slice(slot.Start - 1, slot.Length + 2)) : _message.Slice(slot.Start, slot.Length);

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
