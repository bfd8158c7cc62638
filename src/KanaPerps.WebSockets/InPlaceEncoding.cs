using System.Text;

namespace KanaPerps.WebSockets;

/// <summary>
/// Hands each text message that Websocket.Client has put together to a callback, as the bytes that it is, and makes no text of it. An array or a
/// string of each message would cost more than reading it does.
/// </summary>
/// <remarks>
/// The library keeps a whole message in one buffer, however large, and calls <see cref="Encoding.GetString(ReadOnlySpan{byte})"/> on it once. That method is not
/// virtual: it asks <see cref="GetCharCount(byte*, int)"/>, once and for an empty message too, and makes no string of zero characters.
/// Any other way to decode throws, which ends the stream with an error: a library that decodes in another way is noticed at its first message.
/// ClientWebSocket has checked before that the bytes are UTF-8.
/// </remarks>
internal sealed class InPlaceEncoding : Encoding
{
    private readonly Action<ReadOnlySpan<byte>> _onText;

    public InPlaceEncoding(Action<ReadOnlySpan<byte>> onText)
    {
        _onText = onText;
    }

    public override unsafe int GetCharCount(byte* bytes, int count)
    {
        _onText(new ReadOnlySpan<byte>(bytes, count));
        return 0;
    }

    public override int GetCharCount(byte[] bytes, int index, int count) => throw new NotSupportedException();

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) => throw new NotSupportedException();

    public override int GetByteCount(char[] chars, int index, int count) => UTF8.GetByteCount(chars, index, count);

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) => UTF8.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetMaxByteCount(int charCount) => UTF8.GetMaxByteCount(charCount);

    public override int GetMaxCharCount(int byteCount) => UTF8.GetMaxCharCount(byteCount);
}
