using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Shows the recordings of this process, those that have ended by themselves included.</summary>
[Cmdlet(VerbsCommon.Get, "KanaRecording")]
[OutputType(typeof(KanaRecordingInfo))]
public sealed class GetKanaRecordingCommand : RecordingCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(Named(), enumerateCollection: true);
}
