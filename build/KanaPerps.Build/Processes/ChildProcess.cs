using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace KanaPerps.Build.Processes;

/// <summary>Runs another program.</summary>
internal static class ChildProcess
{
    // What the SDK tells the programs it runs about itself; an SDK that such a program starts must find its own way.
    private static readonly string[] s_sdkVariables = ["MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH", "MSBuildLoadMicrosoftTargetsReadOnly"];

    // After an interrupt a child gets this long to tidy up, since the terminal has told it too.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);

    /// <summary>Runs a program whose output goes where ours goes.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Its current directory.</param>
    /// <param name="limit">How long it may take; then it is killed, its own children too.</param>
    /// <returns>How it ended.</returns>
    public static ChildResult Run(string program, IEnumerable<string> arguments, string folder, TimeSpan limit) =>
        Run(Describe(program, arguments, folder), limit, process => { });

    /// <summary>Runs a program and captures its output.</summary>
    /// <inheritdoc cref="Run(string, IEnumerable{string}, string, TimeSpan)"/>
    public static ChildResult RunQuietly(string program, IEnumerable<string> arguments, string folder, TimeSpan limit)
    {
        ProcessStartInfo start = Describe(program, arguments, folder);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        StringBuilder output = new();
        ChildResult ended = Run(start, limit, process =>
        {
            process.OutputDataReceived += Capture;
            process.ErrorDataReceived += Capture;
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        });
        lock (output)
        {
            return ended with { Output = output.ToString() };
        }

        void Capture(object sender, DataReceivedEventArgs line)
        {
            lock (output)
            {
                output.Append(line.Data).Append('\n');
            }
        }
    }

    private static ProcessStartInfo Describe(string program, IEnumerable<string> arguments, string folder)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder };
        foreach (string name in s_sdkVariables)
        {
            start.Environment.Remove(name);
        }

        // A task that has ended leaves nothing behind that runs.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        return start;
    }

    private static ChildResult Run(ProcessStartInfo start, TimeSpan limit, Action<Process> afterStart)
    {
        Console.Out.Flush();
        using CancellationTokenSource interrupted = new();
        using PosixSignalRegistration onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using PosixSignalRegistration onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        using Process process = Process.Start(start) ?? throw new BuildException($"{start.FileName} did not start.");
        afterStart(process);
        try
        {
            using CancellationTokenSource limited = CancellationTokenSource.CreateLinkedTokenSource(interrupted.Token);
            limited.CancelAfter(limit);
            process.WaitForExitAsync(limited.Token).GetAwaiter().GetResult();
            return new ChildResult(process.ExitCode, TimedOut: false);
        }
        catch (OperationCanceledException)
        {
            bool endedItself = interrupted.IsCancellationRequested && process.WaitForExit(s_grace);
            if (!endedItself)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit(s_grace);
            }

            return interrupted.IsCancellationRequested ? throw new BuildException("Interrupted.") : new ChildResult(ExitCode: -1, TimedOut: true);
        }

        void Interrupt(PosixSignalContext context)
        {
            context.Cancel = true;
            interrupted.Cancel();
        }
    }
}
