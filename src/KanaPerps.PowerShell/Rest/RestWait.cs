using System.Collections.Concurrent;
using System.Management.Automation;
using KanaPerps.Rest;

namespace KanaPerps.PowerShell;

/// <summary>Waits for REST calls on the pipeline's thread, which alone may say that one is being made again.</summary>
internal static class RestWait
{
    /// <summary>Runs a call, with a verbose line for each retry while it waits.</summary>
    /// <typeparam name="TResult">What the call gives.</typeparam>
    /// <param name="cmdlet">The cmdlet whose thread this is.</param>
    /// <param name="start">Starts the call, given whom to tell of retries.</param>
    /// <param name="meanwhile">What the pipeline's thread does first, while the call is under way.</param>
    /// <param name="stop">Cancelled when the pipeline is being stopped.</param>
    /// <returns>The result.</returns>
    /// <exception cref="PipelineStoppedException">The pipeline is being stopped.</exception>
    public static TResult Run<TResult>(Cmdlet cmdlet, Func<Action<RestRetry>, CancellationToken, Task<TResult>> start, Action meanwhile, CancellationToken stop)
    {
        using CancellationTokenSource leave = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using PipelineWait.Follower? waits = PipelineWait.Follow();
        leave.CancelAfter(waits?.RemainingUpTo(Timeout.InfiniteTimeSpan) ?? Timeout.InfiniteTimeSpan);
        BlockingCollection<RestRetry> retries = [];
        Task<TResult> call = Task.Run(() => start(retries.Add, leave.Token), CancellationToken.None);
        _ = call.ContinueWith(ended => End(retries, ended), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            meanwhile();
            foreach (RestRetry retry in retries.GetConsumingEnumerable(CancellationToken.None))
            {
                cmdlet.WriteVerbose(retry.ToString());
            }

            return call.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (OperationCanceledException) when (waits is { IsOver: true })
        {
            throw new KanaException(KanaErrorKind.Timeout, "The venue had not answered when the time of Wait-KanaCondition was over.", "Wait longer with -TimeoutSec.");
        }
        finally
        {
            // WriteVerbose throws when the pipeline is stopped: the call must not go on behind the user's back.
            leave.Cancel();
        }
    }

    // Observes the failure of a call even after its command has ended.
    private static void End(BlockingCollection<RestRetry> retries, Task call)
    {
        _ = call.Exception;
        retries.CompleteAdding();
    }
}
