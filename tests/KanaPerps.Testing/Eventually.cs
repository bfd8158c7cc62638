using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace KanaPerps.Testing;

/// <summary>Waits for what gives no signal of its own.</summary>
public static class Eventually
{
    /// <summary>Looks until something holds, or fails with its words.</summary>
    public static Task HoldsAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        HoldsWithinAsync(condition, TimeSpan.MaxValue).InTime(what);

    /// <summary>Looks until something holds or the time is up.</summary>
    /// <param name="condition">What should hold.</param>
    /// <param name="patience">How long to look.</param>
    /// <returns>Whether it holds.</returns>
    public static Task<bool> HoldsWithinAsync(Func<bool> condition, TimeSpan patience) => HoldsWithinAsync(() => Task.FromResult(condition()), patience);

    /// <summary>Looks until something holds or the time is up.</summary>
    /// <param name="condition">What should hold.</param>
    /// <param name="patience">How long to look.</param>
    /// <returns>Whether it holds.</returns>
    public static async Task<bool> HoldsWithinAsync(Func<Task<bool>> condition, TimeSpan patience)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed >= patience)
            {
                return false;
            }

            await Task.Delay(5);
        }

        return true;
    }
}
