using System.Text.Json.Serialization;

namespace KanaPerps.Benchmarks;

/// <summary>A position as most programs would read it.</summary>
internal sealed class PocoPosition
{
    public string Address { get; set; } = "";

    public decimal? AvailableOrderSize { get; set; }

    public decimal EntryPrice { get; set; }

    public bool IsLong { get; set; }

    public long LastUpdated { get; set; }

    public decimal Leverage { get; set; }

    public decimal LiqPrice { get; set; }

    public decimal Margin { get; set; }

    public string MarketId { get; set; } = "";

    public decimal Size { get; set; }

    public decimal? Sl { get; set; }

    public decimal? Tp { get; set; }

    public string TradeId { get; set; } = "";

    public ulong TransactionVersion { get; set; }

    public decimal Value { get; set; }
}

/// <summary>An order, open or not, as most programs would read it.</summary>
internal sealed class PocoOrder
{
    public string Address { get; set; } = "";

    public bool IsMarketOrder { get; set; }

    public long LastUpdated { get; set; }

    public decimal Leverage { get; set; }

    public string MarketId { get; set; } = "";

    public string OrderId { get; set; } = "";

    public int OrderType { get; set; }

    public decimal OrderValue { get; set; }

    public decimal Price { get; set; }

    public decimal RemainingSize { get; set; }

    public decimal Size { get; set; }

    public string? Status { get; set; }

    public long Timestamp { get; set; }

    public decimal TotalSize { get; set; }

    public string? TradeId { get; set; }

    public ulong TransactionVersion { get; set; }
}

/// <summary>A funding rate as most programs would read it.</summary>
internal sealed class PocoFundingRate
{
    public decimal FundingRate { get; set; }

    public long FundingTimestamp { get; set; }

    public long LastUpdated { get; set; }

    public string MarketId { get; set; } = "";

    public long TransactionTimestamp { get; set; }

    public ulong TransactionVersion { get; set; }
}

/// <summary>A transfer as most programs would read it.</summary>
internal sealed class PocoTransfer
{
    public string Address { get; set; } = "";

    public decimal Amount { get; set; }

    public bool IsDeposit { get; set; }

    public long LastUpdated { get; set; }

    public long Timestamp { get; set; }

    public ulong TransactionVersion { get; set; }
}

/// <summary>The generated readers of the account's topics.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowReadingFromString, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PocoMessage<PocoPosition>), TypeInfoPropertyName = "Positions")]
[JsonSerializable(typeof(PocoMessage<PocoOrder>), TypeInfoPropertyName = "Orders")]
[JsonSerializable(typeof(PocoMessage<PocoFundingRate>), TypeInfoPropertyName = "FundingRates")]
[JsonSerializable(typeof(PocoMessage<PocoTransfer>), TypeInfoPropertyName = "Transfers")]
internal sealed partial class PocoAccountContext : JsonSerializerContext;
