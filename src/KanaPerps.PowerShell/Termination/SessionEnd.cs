using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Runtime.InteropServices;

namespace KanaPerps.PowerShell;

/// <summary>The end of a PowerShell process that a signal asks for: every runspace is closed, connections say goodbye, and the process exits.</summary>
internal sealed class SessionEnd
{
    // From the signal on. A thread that can't be stopped is left behind.
    private static readonly TimeSpan s_runspaceTime = TimeSpan.FromSeconds(1.3);
    private static readonly TimeSpan s_wholeTime = TimeSpan.FromSeconds(1.6);

    private static PSHost? s_console;

    private readonly Deadline _runspacesClosed = new(s_runspaceTime);
    private readonly Deadline _over = new(s_wholeTime);
    private readonly TaskCompletionSource _done = new();
    private readonly Task<Runspace[]> _all = Task.Run(FindRunspaces);
    private readonly Runspace[] _streaming;
    private readonly int _exitCode;

    /// <summary>Begins to end the process.</summary>
    /// <param name="signal">Why it ends.</param>
    /// <param name="streaming">The runspaces with streams.</param>
    public SessionEnd(PosixSignal signal, Runspace[] streaming)
    {
        _streaming = streaming;

        // What a shell makes of a process that a signal has ended.
        _exitCode = 128 + (signal == PosixSignal.SIGTERM ? 15 : 1);

        // PowerShell's own program comes to its end when its runspace is closed: not with another code, and not before the connections.
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            _done.Task.Wait(_over.Remaining);
            Environment.ExitCode = _exitCode;
        };
    }

    /// <summary>Whether the process is PowerShell's own program, and no other that has PowerShell in it.</summary>
    public static bool IsPowerShellProcess { get; } = Assembly.GetEntryAssembly()?.GetName().Name == "pwsh";

    /// <summary>Keeps the host of PowerShell's own program: the engine shows it to commands alone.</summary>
    /// <param name="host">The host of a command.</param>
    public static void NoteConsole(PSHost host)
    {
        if (s_console is null && host.Name == "ConsoleHost")
        {
            s_console = host;
        }
    }

    /// <summary>Ends the process. Never longer than the time that is left.</summary>
    public void Exit()
    {
        // All of them, and the first one first: a script that waits for a job must not go on because the job has ended.
        Runspace[] runspaces = _all.Wait(_runspacesClosed.Remaining) ? [.. _all.Result.Union(_streaming).OrderBy(r => r.Id)] : _streaming;

        // Or a prompt, which loops until then, would go on with the closed runspace, and that is a crash.
        s_console?.SetShouldExit(_exitCode);
        Array.ForEach(runspaces, Close);
        Array.ForEach(runspaces, WaitUntilClosed);
        KanaSession.Connections.CloseUnusedAsync().Wait(_over.Remaining);
        _done.SetResult();
        Environment.Exit(_exitCode);
    }

    // The engine shows its runspaces to a command alone.
    private static Runspace[] FindRunspaces()
    {
        using System.Management.Automation.PowerShell shell = System.Management.Automation.PowerShell.Create(RunspaceMode.NewRunspace);
        Runspace own = shell.Runspace;
        return [.. shell.AddCommand("Microsoft.PowerShell.Utility\\Get-Runspace").Invoke<Runspace>().Where(r => r != own && r.ConnectionInfo is null)];
    }

    // Stops what runs in it as Ctrl+C does.
    private static void Close(Runspace runspace)
    {
        try
        {
            runspace.CloseAsync();
        }
        catch (InvalidRunspaceStateException)
        {
            // It is being closed already.
        }
    }

    private void WaitUntilClosed(Runspace runspace)
    {
        ManualResetEventSlim closed = new();
        void OnChanged(object? sender, RunspaceStateEventArgs e)
        {
            if (IsClosed(e.RunspaceStateInfo.State))
            {
                closed.Set();
            }
        }

        runspace.StateChanged += OnChanged;
        if (!IsClosed(runspace.RunspaceStateInfo.State))
        {
            closed.Wait(_runspacesClosed.Remaining);
        }

        runspace.StateChanged -= OnChanged;
    }

    private static bool IsClosed(RunspaceState state) => state is RunspaceState.Closed or RunspaceState.Broken;
}
