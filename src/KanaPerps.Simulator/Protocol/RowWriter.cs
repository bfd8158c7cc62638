using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace KanaPerps.Simulator;

/// <summary>Writes the values of rows in one of the two encodings. The only place that knows how they differ.</summary>
internal sealed class RowWriter(SimulatorEncoding encoding, Utf8JsonWriter? target = null) : IDisposable
{
    private const decimal MicrosPerQuoteUnit = 1_000_000;
    private const int PriceDecimals = 8;

    /// <summary>Dividing by it takes the trailing zeros off a decimal and changes nothing else.</summary>
    private const decimal One = 1.0000000000000000000000000000m;

    private readonly ArrayBufferWriter<byte> _buffer = new(16 * 1024);
    private readonly Utf8JsonWriter _json = target ?? new(Stream.Null);

    public bool IsEarly { get; } = encoding == SimulatorEncoding.Early;

    /// <summary>One message: the envelope, and the rows that the feed writes into it.</summary>
    public byte[] Message(Feed feed)
    {
        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
        _json.WriteStartObject();
        if (feed.Envelope == FeedEnvelope.MessageFirst)
        {
            _json.WriteString("message"u8, feed.Topic);
        }

        _json.WriteStartArray("data"u8);
        feed.WriteRows(this);
        _json.WriteEndArray();
        if (feed.Envelope == FeedEnvelope.DataFirst)
        {
            _json.WriteString("message"u8, feed.Topic);
        }

        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenSpan.ToArray();
    }

    public void BeginRow() => _json.WriteStartObject();

    public void EndRow() => _json.WriteEndObject();

    public void Text(ReadOnlySpan<byte> name, string value) => _json.WriteString(name, value);

    public void Number(ReadOnlySpan<byte> name, long value) => _json.WriteNumber(name, value);

    public void Flag(ReadOnlySpan<byte> name, bool value) => _json.WriteBoolean(name, value);

    /// <summary>Seconds since 1970.</summary>
    public void Time(ReadOnlySpan<byte> name, long seconds)
    {
        if (IsEarly)
        {
            Digits(name, seconds);
        }
        else
        {
            _json.WriteNumber(name, seconds);
        }
    }

    /// <summary>The transaction, which the early encoding does not have.</summary>
    public void TransactionVersion(long version)
    {
        if (!IsEarly)
        {
            _json.WriteNumber("transaction_version"u8, version);
        }
    }

    public void Price(ReadOnlySpan<byte> name, decimal ticks, Instrument instrument) =>
        Digits(name, IsEarly ? Math.Round(ticks) : Math.Round(ticks * instrument.Tick, PriceDecimals));

    /// <summary>A price that may be missing.</summary>
    public void OptionalPrice(ReadOnlySpan<byte> name, long? ticks, Instrument instrument)
    {
        if (ticks is long value)
        {
            Price(name, value, instrument);
        }
        else
        {
            _json.WriteNull(name);
        }
    }

    /// <summary>A price in the order book, which the current encoding writes as a number.</summary>
    public void BookPrice(ReadOnlySpan<byte> name, long ticks, Instrument instrument)
    {
        if (IsEarly)
        {
            Digits(name, ticks);
        }
        else
        {
            _json.WriteNumber(name, ticks * instrument.Tick / One);
        }
    }

    /// <summary>A price that the venue computes in floating point, with all its digits, in the early encoding.</summary>
    public void ComputedPrice(ReadOnlySpan<byte> name, decimal ticks, Instrument instrument)
    {
        if (IsEarly)
        {
            _json.WriteString(name, ((double)ticks).ToString("R", CultureInfo.InvariantCulture));
        }
        else
        {
            Price(name, ticks, instrument);
        }
    }

    public void Size(ReadOnlySpan<byte> name, long lots, Instrument instrument) => Digits(name, IsEarly ? lots : lots * instrument.Lot);

    public void Money(ReadOnlySpan<byte> name, decimal amount) => Digits(name, IsEarly ? Math.Round(amount * MicrosPerQuoteUnit) : amount);

    /// <summary>A number in a string, the same in both encodings.</summary>
    public void Digits(ReadOnlySpan<byte> name, decimal value)
    {
        Span<byte> text = stackalloc byte[32];
        _ = (value / One).TryFormat(text, out int written, default, CultureInfo.InvariantCulture);
        _json.WriteString(name, text[..written]);
    }

    /// <summary>An amount on its own: whole millionths as a number, or human digits as a string.</summary>
    public void MoneyValue(decimal amount)
    {
        if (IsEarly)
        {
            _json.WriteNumberValue(Math.Round(amount * MicrosPerQuoteUnit));
        }
        else
        {
            _json.WriteStringValue((amount / One).ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>A price as a number, which may be missing.</summary>
    public void PriceNumber(ReadOnlySpan<byte> name, long? ticks, Instrument instrument)
    {
        _json.WritePropertyName(name);
        PriceValue(ticks, instrument);
    }

    /// <summary>A price on its own as a number, which may be missing.</summary>
    public void PriceValue(long? ticks, Instrument instrument)
    {
        if (ticks is long value)
        {
            _json.WriteNumberValue(IsEarly ? value : value * instrument.Tick / One);
        }
        else
        {
            _json.WriteNullValue();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();
}
