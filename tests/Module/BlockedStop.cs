using System.Management.Automation;
using System.Threading;

namespace KanaPerps.ModuleTests
{
    /// <summary>Waits to be stopped, and then holds up whoever stops the pipeline until the test lets go.</summary>
    [Cmdlet(VerbsLifecycle.Wait, "BlockedStop")]
    public sealed class WaitBlockedStopCommand : PSCmdlet
    {
        private readonly ManualResetEventSlim _stopped = new ManualResetEventSlim();

        /// <summary>Set by the test.</summary>
        public static ManualResetEventSlim LetGo { get; } = new ManualResetEventSlim();

        /// <inheritdoc/>
        protected override void EndProcessing() => _stopped.Wait();

        /// <inheritdoc/>
        protected override void StopProcessing()
        {
            _stopped.Set();
            LetGo.Wait();
        }
    }
}
