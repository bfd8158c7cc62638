namespace KanaPerps.PowerShell;

/// <summary>What a Start- command has begun and goes on in the background of this process until it is stopped or ends by itself.</summary>
internal interface IBackgroundRun
{
    /// <summary>A number that names it in this process.</summary>
    int Id { get; }

    /// <summary>Completes when it has stopped.</summary>
    Task Completion { get; }

    /// <summary>Whether it can't write at present.</summary>
    bool IsRetrying { get; }

    /// <summary>Why it has ended by itself, or what is missing at its end; or null.</summary>
    KanaException? EndError { get; }

    /// <summary>The warning that it can't write, or publish.</summary>
    string RetryingText { get; }

    /// <summary>The warning that it can again.</summary>
    string RecoveredText { get; }

    /// <summary>The head of its progress.</summary>
    string Activity { get; }

    /// <summary>The line of its progress.</summary>
    string Progress { get; }

    /// <summary>Stops it. Can be called again.</summary>
    /// <param name="timeout">How long to wait at most.</param>
    /// <returns>Whether it has stopped.</returns>
    bool Stop(TimeSpan timeout);
}
