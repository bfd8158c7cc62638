using System.Numerics;

namespace KanaPerps.Simulator;

/// <summary>
/// SplitMix64 (https://prng.di.unimi.it/splitmix64.c). Not System.Random: its numbers may change with the runtime, and the same
/// seed has to give the same messages on all of them.
/// </summary>
internal sealed class SeededRandom
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    private ulong _state;

    public SeededRandom(ulong state)
    {
        _state = state;
    }

    /// <summary>A stream of its own for each name: a trader more or less does not shift the numbers of the others.</summary>
    public static SeededRandom For(int seed, string stream)
    {
        ulong hash = FnvOffset;
        foreach (char character in stream)
        {
            hash = (hash ^ character) * FnvPrime;
        }

        return new SeededRandom(hash ^ BitOperations.RotateLeft((uint)seed, 32) ^ ((ulong)(uint)seed * FnvPrime));
    }

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public long Between(long low, long high)
    {
        UInt128 range = (UInt128)(ulong)(high - low) + 1;
        return low + (long)(ulong)((range * NextBits()) >> 64);
    }

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Between(int low, int high) => (int)Between((long)low, high);

    public bool OneIn(int count) => Between(1, count) == 1;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Between(0, choices.Count - 1)];

    /// <summary>The next number of the sequence, all 64 bits of it.</summary>
    public ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong mixed = _state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
