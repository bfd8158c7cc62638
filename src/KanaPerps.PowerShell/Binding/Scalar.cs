using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Tells texts and numbers from objects, which PowerShell would turn into their text.</summary>
internal static class Scalar
{
    /// <summary>What a PSObject wraps.</summary>
    /// <param name="data">Anything.</param>
    /// <returns>The object without its wrapper.</returns>
    public static object? Unwrap(object? data) => data is PSObject wrapped ? wrapped.BaseObject : data;

    /// <summary>Whether it is a text or a number.</summary>
    /// <param name="data">Anything, wrapped or not.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsScalar(object? data) =>
        Unwrap(data) is string or sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal or System.Numerics.BigInteger;

    /// <summary>How an object is called in an error.</summary>
    /// <param name="data">Anything, wrapped or not.</param>
    /// <returns>A noun with its article.</returns>
    public static string KindOf(object? data) => Unwrap(data) switch
    {
        null => "Nothing",
        PSCustomObject => "An object",
        object other when other.GetType().Name is [('A' or 'E' or 'I' or 'O'), ..] => $"An {other.GetType().Name}",
        object other => $"A {other.GetType().Name}",
    };
}
