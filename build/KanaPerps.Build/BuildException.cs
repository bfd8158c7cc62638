namespace KanaPerps.Build;

/// <summary>A task could not do what it is there for; the message says why, to a person.</summary>
internal sealed class BuildException : Exception
{
    public BuildException(string message)
        : base(message)
    {
    }
}
