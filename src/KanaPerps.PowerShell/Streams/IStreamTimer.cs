namespace KanaPerps.PowerShell;

/// <summary>What a stream has to do at some time, whether anything comes or not.</summary>
internal interface IStreamTimer
{
    /// <summary>How long until then, or <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    TimeSpan Remaining { get; }

    /// <summary>Does it. Called on the pipeline's thread.</summary>
    void Elapse();
}
