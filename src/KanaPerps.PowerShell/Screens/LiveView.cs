using System.Management.Automation;
using System.Management.Automation.Host;
using KanaPerps.Streaming;

namespace KanaPerps.PowerShell.Screens;

/// <summary>Shows a live picture in the window of a command: reads its feeds, looks for keys and draws, all on the pipeline's thread.</summary>
internal static class LiveView
{
    private const int TicksBetweenLooks = 5;

    /// <summary>Ends a command whose host has no screen.</summary>
    /// <param name="command">The command.</param>
    public static void RequireScreen(KanaCommand command)
    {
        if (HostWindow.WhyNoScreen(command.Host) is { } reason)
        {
            throw command.Terminate(ErrorRecords.Of(KanaErrors.NoScreen, command.Host.Name, reason, KanaErrors.NoScreen.Remedy));
        }
    }

    /// <summary>Takes the window over, and draws until the user, the time, the process or the picture's feeds end it.</summary>
    /// <param name="command">The command.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="keyboard">The keys.</param>
    /// <param name="deadline">When to end.</param>
    /// <returns>The notice with which its feeds ended it, or null.</returns>
    /// <exception cref="PipelineStoppedException">The command was stopped.</exception>
    public static StreamNotice? Run(KanaCommand command, LivePicture picture, Keyboard keyboard, Deadline deadline)
    {
        using CancellationTokenSource wake = CancellationTokenSource.CreateLinkedTokenSource(command.StopToken, command.EndToken);
        using LiveScreen screen = new(command.Host, keyboard);
        for (int tick = 0; !deadline.IsOver; tick++)
        {
            if (picture.Read() is { } end)
            {
                return end;
            }

            if (keyboard.IsQuit())
            {
                return null;
            }

            if (tick % TicksBetweenLooks == 0)
            {
                picture.Health.Look(KanaSession.Connections.GetConnections());
            }

            Size window = screen.Size;
            screen.Draw(picture.Draw(window, keyboard.HasKeys ? "q quits" : "Ctrl+C quits", DateTimeOffset.UtcNow), window);
            if (wake.Token.WaitHandle.WaitOne(deadline.RemainingUpTo(Keyboard.Interval)))
            {
                return command.StopToken.IsCancellationRequested ? throw new PipelineStoppedException() : null;
            }
        }

        return null;
    }
}
