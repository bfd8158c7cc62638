using KanaPerps.Testing.Fuzzing;

namespace KanaPerps.Client.Tests.Wire;

public sealed class DifferentialFuzzTests
{
    private const int Count = 15_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Both_paths_make_the_same_of_any_message(int seed)
    {
        DifferentialFuzzer fuzzer = new(seed);

        string? difference = fuzzer.Run(Count);

        Assert.Null(difference);
        Assert.Equal(Count, fuzzer.Messages);

        // Were the fast path never taken, or never left, the comparison would mean nothing.
        Assert.InRange(fuzzer.FastShare, 0.3, 0.8);
    }
}
