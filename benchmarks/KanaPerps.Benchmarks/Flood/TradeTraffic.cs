using System.Globalization;
using System.Numerics;

namespace KanaPerps.Benchmarks;

/// <summary>Trades as the venue sends them now: a match a message, which is two rows, one for each side, with all fields.</summary>
internal static class TradeTraffic
{
    /// <summary>How many rows a message has.</summary>
    public const int Rows = 2;

    private const int Matches = 1024;
    private const int Accounts = 64;
    private const long FirstSecond = 1_760_000_000;
    private const long FirstVersion = 6_704_413_443;
    private const int SecondsPerPass = 16;
    private const decimal TakerFee = 0.0005m;

    /// <summary>Makes the frames.</summary>
    /// <param name="withTicks">Whether the versions are wide enough for ticks. If so they do not grow from pass to pass.</param>
    public static FrameCycle Build(bool withTicks)
    {
        Random random = new(11);
        Account[] accounts = [.. Enumerable.Range(0, Accounts).Select(_ => new Account(random))];
        FrameCycleBuilder builder = new();
        for (int i = 0; i < Matches; i++)
        {
            decimal price = (5_500 + random.Next(-40, 40)) / 1000m;
            decimal size = random.Next(100, 400_000) / 1000m;
            Account maker = accounts[random.Next(Accounts)];
            Account taker = accounts[random.Next(Accounts)];
            builder.Text("{\"data\":[");
            Write(builder, withTicks, i, maker, orderType: 1, price, size, fee: 0, pnl: 0);

            // A fee of 28 fraction digits, as the venue's fixed point arithmetic leaves it.
            decimal fee = (price * size * TakerFee) + 0.0000000000000006806411505m;
            builder.Text(",");
            Write(builder, withTicks, i, taker, orderType: 7, price, size, fee, pnl: (random.Next(-90_000, 90_000) / 1_000_000m) - fee);
            builder.Text("],\"message\":\"recent_trades\"}").EndFrame();
        }

        return builder.Build();
    }

    private static void Write(
        FrameCycleBuilder builder, bool withTicks, int match, Account account, int orderType, decimal price, decimal size, decimal fee, decimal pnl)
    {
        long second = FirstSecond + (match * SecondsPerPass / Matches);
        builder.Text(string.Create(CultureInfo.InvariantCulture, $"{{\"address\":\"{account.Address}\",\"fee\":\"{fee}\",\"last_updated\":"))
            .Growing(second + 1, SecondsPerPass)
            .Text($",\"leverage\":{account.Leverage},\"market_id\":\"14\",\"order_type\":{orderType}")
            .Text(string.Create(CultureInfo.InvariantCulture, $",\"order_value\":\"{price * size}\",\"pnl\":\"{pnl}\""))
            .Text(string.Create(CultureInfo.InvariantCulture, $",\"price\":\"{price}\",\"size\":\"{size}\",\"timestamp\":"))
            .Growing(second, SecondsPerPass)
            .Text($",\"trade_id\":\"{account.TradeId}\",\"transaction_version\":");
        _ = withTicks ? builder.Tick() : builder.Growing(FirstVersion + match, Matches);
        builder.Text("}");
    }

    private sealed class Account
    {
        public Account(Random random)
        {
            byte[] address = new byte[32];
            random.NextBytes(address);
            Address = $"0x{Convert.ToHexStringLower(address)}";
            TradeId = (new BigInteger(random.NextInt64(1_700_000_000, 1_800_000_000)) << 48 | random.NextInt64(1L << 48)).ToString(CultureInfo.InvariantCulture);
            Leverage = random.Next(1, 21);
        }

        public string Address { get; }

        public string TradeId { get; }

        public int Leverage { get; }
    }
}
