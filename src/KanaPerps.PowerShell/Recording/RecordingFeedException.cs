using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>What was asked for can't be recorded.</summary>
internal sealed class RecordingFeedException : Exception
{
    public RecordingFeedException(ErrorRecord error)
        : base(error.Exception.Message, error.Exception)
    {
        Error = error;
    }

    /// <summary>The error to write.</summary>
    public ErrorRecord Error { get; }
}
