namespace KanaPerps.Simulator.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void Without_arguments_the_defaults_hold()
    {
        Assert.Equal(new SimulatorOptions(), Parse("").Options);
    }

    [Fact]
    public void Every_option_is_understood()
    {
        SimulatorOptions expected = new()
        {
            Port = 9210,
            Seed = -3,
            Rate = 2.5,
            Encoding = SimulatorEncoding.Early,
            ClockSpeed = 60,
            Start = new DateTimeOffset(2025, 5, 1, 0, 0, 0, TimeSpan.Zero),
            Network = KanaNetwork.Testnet,
            ApiKey = "k",
        };

        Assert.Equal(
            expected,
            Parse("--port 9210 --seed -3 --rate 2.5 --encoding early --clock-speed 60 --start 2025-05-01T00:00:00Z --network testnet --api-key k").Options);
    }

    [Fact]
    public void Start_now_is_the_time_of_the_call()
    {
        DateTimeOffset before = DateTimeOffset.UtcNow;
        SimulatorOptions? options = Parse("--start now").Options;

        Assert.InRange(options!.Start!.Value, before, DateTimeOffset.UtcNow);
    }

    [Theory]
    [InlineData("9210", "Unknown option '9210'.")]
    [InlineData("--port", "--port needs a value.")]
    [InlineData("--port x", "'--port x' is not a valid option.")]
    [InlineData("--colour blue", "'--colour blue' is not a valid option.")]
    [InlineData("--encoding late", "'--encoding late' is not a valid option.")]
    [InlineData("--port 65536", "Port is 65536, but must be a port from 0 to 65535.")]
    [InlineData("--rate 0", "Rate is 0, but must be 0.001 to 10000 steps per second.")]
    [InlineData("--rate 10001", "Rate is 10001, but must be 0.001 to 10000 steps per second.")]
    [InlineData("--clock-speed 0", "ClockSpeed is 0, but must be above 0 and at most 1000000 seconds per second.")]
    [InlineData("--clock-speed 36001", "ClockSpeed is 36001, but must be at most 3600 times the rate: funding is settled hourly, and a step may not pass over a settlement.")]
    public void A_mistake_is_named_in_one_line(string arguments, string error)
    {
        CommandLine commandLine = Parse(arguments);

        Assert.Null(commandLine.Options);
        Assert.Equal(error, commandLine.Error);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--port 1 -h")]
    public void Help_is_neither_options_nor_a_mistake(string arguments)
    {
        Assert.Equal(new CommandLine(null, null), Parse(arguments));
        Assert.All((string[])["--port", "--seed", "--rate", "--encoding", "--clock-speed", "--start"], o => Assert.Contains(o, CommandLine.Usage, StringComparison.Ordinal));
    }

    [Fact]
    public void Options_out_of_range_are_refused_before_anything_starts()
    {
        Assert.Throws<ArgumentException>(() => SimulatedExchange.Start(new SimulatorOptions { Rate = double.NaN }));
        Assert.Throws<ArgumentException>(() => SimulatedExchange.Start(new SimulatorOptions { Network = KanaNetwork.Custom }));
        Assert.Throws<ArgumentException>(() => SimulatedExchange.Start(new SimulatorOptions { Encoding = (SimulatorEncoding)9 }));
        Assert.Throws<ArgumentException>(() => SimulatedExchange.Start(new SimulatorOptions { Start = DateTimeOffset.MinValue }));
        Assert.Throws<ArgumentException>(() => SimulatedExchange.Start(new SimulatorOptions { ApiKey = "" }));
    }

    private static CommandLine Parse(string arguments) => CommandLine.Parse(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), TimeProvider.System);
}
