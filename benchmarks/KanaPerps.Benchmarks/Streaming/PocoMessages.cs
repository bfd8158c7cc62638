using System.Text.Json.Serialization;

namespace KanaPerps.Benchmarks;

/// <summary>
/// A message as most programs would read it: plain objects that generated code of System.Text.Json fills. Properties that can be set are
/// the fastest form; constructor parameters would box every value.
/// </summary>
internal sealed class PocoMessage<T>
{
    public T[] Data { get; set; } = [];

    public string? Message { get; set; }
}

/// <summary>A level of an order book.</summary>
internal sealed class PocoLevel
{
    public bool IsAsk { get; set; }

    public long LastUpdated { get; set; }

    public string MarketId { get; set; } = "";

    public decimal Price { get; set; }

    public decimal Size { get; set; }
}

/// <summary>A trade.</summary>
internal sealed class PocoTrade
{
    public string Address { get; set; } = "";

    public decimal Fee { get; set; }

    public long LastUpdated { get; set; }

    public decimal Leverage { get; set; }

    public string MarketId { get; set; } = "";

    public int OrderType { get; set; }

    public decimal OrderValue { get; set; }

    public decimal Pnl { get; set; }

    public decimal Price { get; set; }

    public decimal Size { get; set; }

    public long Timestamp { get; set; }

    public string TradeId { get; set; } = "";

    public ulong TransactionVersion { get; set; }
}

/// <summary>The generated readers.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowReadingFromString, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PocoMessage<PocoLevel>), TypeInfoPropertyName = "Book")]
[JsonSerializable(typeof(PocoMessage<PocoTrade>), TypeInfoPropertyName = "Trades")]
internal sealed partial class PocoContext : JsonSerializerContext;
