using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>The topics that were asked for can't be had with what else was given.</summary>
internal sealed class FeedTopicException : Exception
{
    public FeedTopicException(ErrorRecord error)
        : base(error.Exception.Message, error.Exception)
    {
        Error = error;
    }

    /// <summary>The error to write.</summary>
    public ErrorRecord Error { get; }
}
