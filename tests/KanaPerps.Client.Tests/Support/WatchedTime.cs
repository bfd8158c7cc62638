using KanaPerps.Testing;
using Microsoft.Extensions.Time.Testing;

namespace KanaPerps.Client.Tests;

/// <summary>A clock that stands until the test moves it, and tells when the client has set a timer by it.</summary>
internal sealed class WatchedTime : FakeTimeProvider
{
    private readonly object _gate = new();
    private readonly HashSet<TimeSpan> _set = [];
    private TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits until a timer of this length has been set.</summary>
    public async Task TimerAsync(TimeSpan length)
    {
        while (true)
        {
            Task change;
            lock (_gate)
            {
                if (_set.Contains(length))
                {
                    return;
                }

                change = _change.Task;
            }

            await change.InTime($"a timer of {length}");
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        lock (_gate)
        {
            _set.Add(dueTime);
            _change.TrySetResult();
            _change = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return timer;
    }
}
