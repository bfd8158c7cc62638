using System.Collections.ObjectModel;
using System.Management.Automation;
using KanaPerps.Wire;

namespace KanaPerps.PowerShell;

/// <summary>A script block that says of an object, in $_, whether something holds. Any error in it is an exception.</summary>
internal sealed class ObjectCondition
{
    private readonly ScriptBlock _script;
    private readonly PSVariable _errorAction = new("ErrorActionPreference", ActionPreference.Stop);

    /// <summary>Takes a script block.</summary>
    /// <param name="script">The script block.</param>
    public ObjectCondition(ScriptBlock script) => _script = script;

    /// <summary>Whether it holds, as for Where-Object.</summary>
    /// <param name="input">The object.</param>
    /// <returns>Whether it does.</returns>
    /// <exception cref="RuntimeException">There was an error in it.</exception>
    public bool Holds(object? input)
    {
        // The engine takes $_ out of the list.
        Collection<PSObject> results = _script.InvokeWithContext(null, [new PSVariable("_", input), _errorAction]);
        return LanguagePrimitives.IsTrue(results);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{{ {VenueText.Shorten(_script.ToString().Trim())} }}";
}
