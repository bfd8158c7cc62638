namespace KanaPerps.Recording;

/// <summary>The file that is written to is no longer the one that its name leads to.</summary>
internal sealed class FileGoneException : IOException
{
    public FileGoneException(string message)
        : base(message)
    {
    }
}
