using System.Runtime.CompilerServices;

namespace KanaPerps.Testing;

/// <summary>How long a test waits for a signal that must come. Generous: it decides how a broken test fails, never how long a good one runs.</summary>
public static class Deadline
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>Waits for a signal, or fails with the words of the code that waited.</summary>
    public static async Task<T> InTime<T>(this Task<T> signal, [CallerArgumentExpression(nameof(signal))] string what = "")
    {
        await InTime((Task)signal, what);
        return await signal;
    }

    /// <inheritdoc cref="InTime{T}(Task{T}, string)"/>
    public static async Task InTime(this Task signal, [CallerArgumentExpression(nameof(signal))] string what = "")
    {
        try
        {
            await signal.WaitAsync(s_patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited {s_patience.TotalSeconds} s in vain for: {what}");
        }
    }
}
