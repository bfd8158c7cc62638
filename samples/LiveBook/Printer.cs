using KanaPerps.Streaming;

namespace KanaPerps.Samples.LiveBook;

/// <summary>Prints a subscription line by line.</summary>
internal static class Printer
{
    /// <summary>Prints until it is cancelled.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="subscription">What to print.</param>
    /// <param name="toLine">Makes a line of an object.</param>
    /// <param name="pace">The least time between two lines; what comes sooner is left out.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task PrintAsync<T>(Subscription<T> subscription, Func<T, string> toLine, TimeSpan pace, CancellationToken stop)
    {
        using (subscription)
        {
            DateTimeOffset next = DateTimeOffset.MinValue;
            try
            {
                await foreach (StreamEvent<T> streamEvent in subscription.ReadAllAsync(stop))
                {
                    if (streamEvent.Notice is { IsWarning: true } notice)
                    {
                        Console.Error.WriteLine(notice);
                    }

                    foreach (T item in streamEvent.Items.Where(_ => DateTimeOffset.UtcNow >= next))
                    {
                        Console.WriteLine(toLine(item));
                        next = DateTimeOffset.UtcNow + pace;
                    }
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The end that was asked for.
            }
        }
    }
}
