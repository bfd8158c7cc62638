using System.Runtime.CompilerServices;

namespace KanaPerps.Testing.Faults;

/// <summary>Waits for what gives no signal of its own.</summary>
public static class Eventually
{
    /// <summary>Looks until something holds, or fails with its words.</summary>
    public static Task HoldsAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        async Task LookAsync()
        {
            while (!condition())
            {
                await Task.Delay(5);
            }
        }

        return LookAsync().InTime(what);
    }
}
