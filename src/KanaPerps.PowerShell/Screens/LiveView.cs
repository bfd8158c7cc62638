using System.Management.Automation;
using System.Management.Automation.Host;
using KanaPerps.Streaming;
using KanaPerps.Topics;

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

    /// <summary>Subscribes to what a picture shows beside the topic that leads it.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="command">The command.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="targets">The deployments and keys.</param>
    /// <returns>The subscription, which is left when the command ends, without lingering: a picture that was closed is seldom opened again at once.</returns>
    public static Subscription<T> Subscribe<T>(KanaCommand command, Topic<T> topic, IEnumerable<(KanaEndpoint Endpoint, string? Key)> targets)
    {
        Subscription<T> subscription = KanaSession.Connections.Subscribe(topic, targets, OptionsOf(command));
        command.AtEnd(subscription.CloseNow);
        return subscription;
    }

    /// <summary>How a picture subscribes.</summary>
    /// <param name="command">The command.</param>
    public static SubscriptionOptions OptionsOf(KanaCommand command) => new() { Redundancy = command.ConnectionsPerFeed };

    /// <summary>
    /// Waits until there is something to draw, then takes the window over, and draws until the user, the time, the process or the picture's feeds end it.
    /// </summary>
    /// <typeparam name="T">The model of the topic that leads the picture.</typeparam>
    /// <param name="command">The command, which has announced that it streams.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="targets">The deployments and keys.</param>
    /// <param name="make">Makes the picture.</param>
    /// <exception cref="PipelineStoppedException">The command was stopped.</exception>
    public static void Show<T>(KanaCommand command, Topic<T> topic, IEnumerable<(KanaEndpoint Endpoint, string? Key)> targets, Func<Subscription<T>, LivePicture<T>> make)
    {
        Deadline deadline = command.CommandDeadline;
        Keyboard keyboard = new(command.Host);
        LivePicture<T> picture = null!;
        PipelineStream stream = command.Own(new PipelineStream(command, StreamMode.Start, maxEvents: 1, deadline) { Keyboard = keyboard });
        picture = make(stream.AddReader(topic, targets, (feed, rows) => picture.Take(feed, rows)).Subscription);
        stream.Noticed = picture.Saw;

        // Until then the command is like any other stream: progress, warnings and errors go where they always go. Only q ends it.
        stream.Run();
        if (stream.HasData && Run(command, picture, keyboard, deadline) is { } end)
        {
            stream.Notices.Write(end, endsHere: false);
        }
    }

    // Gives the notice with which the feeds ended the picture.
    private static StreamNotice? Run(KanaCommand command, LivePicture picture, Keyboard keyboard, Deadline deadline)
    {
        using CancellationTokenSource wake = CancellationTokenSource.CreateLinkedTokenSource(command.StopToken, command.EndToken);
        using LiveScreen screen = new(command.Host, keyboard);
        Size shown = default;
        for (int tick = 0; !deadline.IsOver; tick++)
        {
            // Before the reading: a feed that shows as live has shown its data.
            bool isLook = tick % TicksBetweenLooks == 0;
            if (isLook)
            {
                picture.Health.Look(KanaSession.Connections.GetConnections());
            }

            if (picture.Read() is { } end)
            {
                return end;
            }

            if (keyboard.IsQuit())
            {
                return null;
            }

            Size window = screen.Size;
            if (picture.HasChanged || isLook || window != shown || keyboard.HasEchoed)
            {
                picture.HasChanged = false;
                shown = window;
                screen.Draw(picture.Draw(window, keyboard.HasKeys ? "q quits" : "Ctrl+C quits", DateTimeOffset.UtcNow), window);
            }

            if (wake.Token.WaitHandle.WaitOne(deadline.RemainingUpTo(Keyboard.Interval)))
            {
                return command.StopToken.IsCancellationRequested ? throw new PipelineStoppedException() : null;
            }
        }

        return null;
    }
}
