using System.Buffers.Text;
using System.Text;
using BenchmarkDotNet.Attributes;
using KanaPerps.Wire;
using KanaPerps.Wire.Fast;

namespace KanaPerps.Benchmarks;

/// <summary>Single values of a message: from the bytes to what a model holds, beside what the framework offers for it.</summary>
[MemoryDiagnoser]
public class ValueBenchmarks
{
    private readonly CodecPools _pools = new();
    private readonly byte[] _short = "5.518"u8.ToArray();
    private readonly byte[] _long = "-0.0682499090000000006806411505"u8.ToArray();
    private readonly byte[] _time = "1747382402"u8.ToArray();
    private readonly byte[] _address = "0x85a0d7c3e1f5e243b80055b249d6e4cc4b2db5f599fa7a27b05850af8eccffdd"u8.ToArray();

    /// <summary>A price.</summary>
    [Benchmark]
    public decimal Price()
    {
        DecimalParser.Parse(_short, out decimal value);
        return value;
    }

    /// <summary>A price by the framework.</summary>
    [Benchmark]
    public decimal PriceByUtf8Parser() => Utf8Parser.TryParse(_short, out decimal value, out _) ? value : 0;

    /// <summary>A fee with 28 fraction digits.</summary>
    [Benchmark]
    public decimal LongFee()
    {
        DecimalParser.Parse(_long, out decimal value);
        return value;
    }

    /// <summary>The same by the framework.</summary>
    [Benchmark]
    public decimal LongFeeByUtf8Parser() => Utf8Parser.TryParse(_long, out decimal value, out _) ? value : 0;

    /// <summary>A time in seconds.</summary>
    [Benchmark]
    public long Time() => VenueTime.TryParse(_time, out long ticks) ? ticks : 0;

    /// <summary>An address that has been seen before.</summary>
    [Benchmark]
    public string KnownAddress() => _pools.Addresses.Get(_address);

    /// <summary>The same by the framework: a new string each time.</summary>
    [Benchmark]
    public string AddressByEncoding() => Encoding.UTF8.GetString(_address);
}
