using KanaPerps.Streaming;

namespace KanaPerps.Client.Tests.Streaming;

public sealed class StreamOptionsTests
{
    public static TheoryData<string> Times => new(typeof(StreamOptions).GetProperties().Where(p => p.PropertyType == typeof(TimeSpan)).Select(p => p.Name));

    [Fact]
    public void The_defaults_are_the_promised_ones()
    {
        StreamOptions options = new();

        Assert.Equal((16 * 1024 * 1024, 10_000, 10_000, 512), (options.MaxMessageBytes, options.MaxEmptyFragments, options.QueueCapacity, options.SnapshotCapacity));
        Assert.Equal(
            [0.02, 30, 10, 20, 15, 10, 1, 30, 0.5, 30, 10, 2, 3],
            new[]
            {
                options.SnapshotPatience, options.AssemblyTimeout, options.DialTimeout, options.KeepAliveInterval, options.KeepAliveTimeout, options.FirstMessageTimeout,
                options.EmptyListPatience, options.StaleAfter, options.BackoffBase, options.BackoffMax, options.StableAfter, options.CloseTimeout, options.Linger,
            }.Select(t => t.TotalSeconds));
    }

    [Theory]
    [MemberData(nameof(Times))]
    public void A_time_cannot_be_negative_and_only_those_of_a_wait_that_can_be_left_out_zero(string name)
    {
        Assert.IsType<ArgumentOutOfRangeException>(Set(name, TimeSpan.FromTicks(-1)));
        Exception? zero = Set(name, TimeSpan.Zero);
        Assert.Equal(name is not (nameof(StreamOptions.Linger) or nameof(StreamOptions.EmptyListPatience)), zero is ArgumentOutOfRangeException);
        Assert.Null(Set(name, TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void A_limit_cannot_be_below_its_least_value()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamOptions { MaxMessageBytes = 1023 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamOptions { MaxEmptyFragments = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamOptions { QueueCapacity = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamOptions { SnapshotCapacity = 0 });
        Assert.Equal((1024, 1, 1), (new StreamOptions { MaxMessageBytes = 1024 }.MaxMessageBytes, new StreamOptions { MaxEmptyFragments = 1 }.MaxEmptyFragments, new StreamOptions { QueueCapacity = 1 }.QueueCapacity));
    }

    private static Exception? Set(string name, TimeSpan value) =>
        Record.Exception(() => typeof(StreamOptions).GetProperty(name)!.SetValue(new StreamOptions(), value))?.InnerException;
}
