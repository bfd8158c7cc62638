namespace KanaPerps.Transport;

/// <summary>Carries a classified loss out of a dial or a send.</summary>
internal sealed class LossException : Exception
{
    public LossException(Loss loss)
        : base(loss.Reason, loss.Cause)
    {
        Loss = loss;
    }

    public Loss Loss { get; }
}
