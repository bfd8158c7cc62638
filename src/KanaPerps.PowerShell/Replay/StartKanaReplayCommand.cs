using System.Management.Automation;
using System.Net.Sockets;
using KanaPerps.Simulator.Replay;

namespace KanaPerps.PowerShell;

/// <summary>Serves a recording on loopback in the venue's own protocol.</summary>
[Cmdlet(VerbsLifecycle.Start, "KanaReplay")]
[OutputType(typeof(KanaReplayInfo))]
public sealed class StartKanaReplayCommand : ModuleCommand, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>The folder of the recording.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "The folder of the recording.")]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Recorded seconds per second, 1 by default; 0 is as fast as the readers take it.</summary>
    [Parameter(HelpMessage = "Recorded seconds per second, 1 by default; 0 is as fast as the readers take it.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(0, 10_000)]
    public double Speed { get; set; } = 1;

    /// <summary>The recorded time to begin at; by default the beginning.</summary>
    [Parameter(HelpMessage = "The recorded time to begin at; by default the beginning.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    public DateTimeOffset? From { get; set; }

    /// <summary>The recorded time to end at; by default the end.</summary>
    [Parameter(HelpMessage = "The recorded time to end at; by default the end.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    public DateTimeOffset? To { get; set; }

    /// <summary>Begins again at the end.</summary>
    [Parameter(HelpMessage = "Begins again at the end.")]
    public SwitchParameter Loop { get; set; }

    /// <summary>The replay begins when so many feeds are subscribed to, 1 by default.</summary>
    [Parameter(HelpMessage = "The replay begins when so many feeds are subscribed to, 1 by default.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(1, 10_000)]
    public int SubscriptionCount { get; set; } = 1;

    /// <summary>The port; 0, the default, takes a free one.</summary>
    [Parameter(HelpMessage = "The port to listen on; 0, the default, takes a free one.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>Gives back what the command held.</summary>
    public void Dispose() => _stop.Dispose();

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (From > To)
        {
            ThrowTerminatingError(ErrorRecords.Of(KanaErrors.TimeRange, From, "-To is before -From.", KanaErrors.TimeRange.Remedy));
        }

        ReplayOptions options = new() { Speed = Speed, From = From, To = To, Loop = Loop, SubscriptionCount = SubscriptionCount, Port = Port };
        try
        {
            string path = GetUnresolvedProviderPathFromPSPath(Path);

            // On a thread of its own: a drive that hangs must not keep the command from being stopped.
            RecordedSteps recording = Task.Run(() => RecordedSteps.Open(path)).WaitAsync(_stop.Token).GetAwaiter().GetResult();
            KanaReplayInfo replay = ReplayHost.Start(path, recording, options);
            replay.Replay.Ready.Wait(_stop.Token);
            WriteObject(replay);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (KanaException e)
        {
            WriteError(ErrorRecords.From(e, Path));
        }
        catch (SocketException e)
        {
            ThrowTerminatingError(ErrorRecords.Of(KanaErrors.PortUnavailable, Port, $"Port {Port} can't be opened: {e.Message}.", "Omit -Port to use a free port."));
        }
    }
}
