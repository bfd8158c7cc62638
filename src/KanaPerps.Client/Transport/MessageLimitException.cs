namespace KanaPerps.Transport;

/// <summary>A message was larger, or in more pieces, than the limits allow.</summary>
internal sealed class MessageLimitException : Exception
{
    public MessageLimitException(string message)
        : base(message)
    {
    }

    public static MessageLimitException TooLarge(int limit) => new($"a message is larger than {limit} bytes");
}
