namespace KanaPerps.Nats;

/// <summary>Takes a message. Called by the connection's reader, one message of the connection after the other: it must neither wait nor throw.</summary>
/// <param name="message">The message.</param>
public delegate void BrokerMessageHandler(in BrokerMessage message);
