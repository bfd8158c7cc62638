using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Reports what a command can't use of its input: an error for the first object of each kind, and at the end how many there were.</summary>
internal sealed class UnusableInput
{
    private readonly Cmdlet _command;
    private readonly HashSet<(string Kind, string Wanted)> _reported = [];
    private long _count;

    public UnusableInput(Cmdlet command)
    {
        _command = command;
    }

    /// <summary>Takes an object that can't be used.</summary>
    /// <param name="input">The object.</param>
    /// <param name="wanted">What would be used, with its article.</param>
    /// <param name="nextStep">What to do.</param>
    public void Add(object? input, string wanted, string nextStep)
    {
        _count++;
        if (_reported.Add((Scalar.KindOf(input), wanted)))
        {
            _command.WriteError(ErrorRecords.UnexpectedInput(input, wanted, nextStep));
        }
    }

    /// <summary>Says at the end of the input how many objects were left out, if that were more than were reported.</summary>
    public void Report()
    {
        if (_count > _reported.Count)
        {
            _command.WriteWarning(FormattableString.Invariant($"{_count} objects of the input were left out. There is an error for the first of each kind."));
        }
    }
}
