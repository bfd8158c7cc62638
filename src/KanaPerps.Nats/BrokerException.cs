namespace KanaPerps.Nats;

/// <summary>A failure of a broker. The message never has credentials in it.</summary>
public sealed class BrokerException : Exception
{
    /// <summary>Makes a failure.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="message">What happened, in a few words.</param>
    public BrokerException(BrokerFailure failure, string message)
        : base(message)
    {
        Failure = failure;
    }

    /// <summary>What went wrong.</summary>
    public BrokerFailure Failure { get; }
}
