using System.Text;

namespace KanaPerps.WebSockets;

/// <summary>
/// UTF-8 as Websocket.Client is given it: text messages are read where they lie, and no text is made of them. An array or a string of each message
/// would cost more than reading it does.
/// </summary>
internal sealed class InPlaceEncoding : Encoding
{
    private readonly Action<ReadOnlySpan<byte>> _onText;

    public InPlaceEncoding(Action<ReadOnlySpan<byte>> onText)
    {
        _onText = onText;
    }

    // What GetString asks before it makes a string: none if there are no characters.
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
