using System.Management.Automation;
using System.Reflection;

namespace KanaPerps.PowerShell.Formatting;

/// <summary>
/// The escape sequences of <c>$PSStyle</c>, as the user has set them at the moment of asking. Each is empty when the session shows plain text
/// (<c>$PSStyle.OutputRendering</c>, which the engine sets itself where NO_COLOR asks for it). Colour is never the only sign of anything.
/// </summary>
public static class ShellStyle
{
    // The reference assembly that the module compiles against is older than PSStyle.
    private static readonly object? s_style = typeof(PSObject).Assembly.GetType("System.Management.Automation.PSStyle")
        ?.GetProperty("Instance", BindingFlags.Public | BindingFlags.Static)?.GetValue(null);

    private static readonly object? s_formatting = s_style?.GetType().GetProperty("Formatting")?.GetValue(s_style);
    private static readonly PropertyInfo? s_rendering = s_style?.GetType().GetProperty("OutputRendering");
    private static readonly Func<string> s_gain = Getter(s_formatting, "FormatAccent");
    private static readonly Func<string> s_loss = Getter(s_formatting, "Error");
    private static readonly Func<string> s_caution = Getter(s_formatting, "Warning");
    private static readonly Func<string> s_dim = Getter(s_style, "Dim");
    private static readonly Func<string> s_reset = Getter(s_style, "Reset");

    /// <summary>Whether no escape sequence may be written: plain text is asked for, or the engine knows no styles.</summary>
    public static bool IsPlain => s_rendering is null || s_rendering.GetValue(s_style)?.ToString() == "PlainText";

    /// <summary>Gains, long, buy, bid: <c>$PSStyle.Formatting.FormatAccent</c>, green unless the user chose otherwise.</summary>
    public static string Gain => IsPlain ? "" : s_gain();

    /// <summary>Losses, short, sell, ask: <c>$PSStyle.Formatting.Error</c>, red unless the user chose otherwise.</summary>
    public static string Loss => IsPlain ? "" : s_loss();

    /// <summary>What a user should look at: <c>$PSStyle.Formatting.Warning</c>, yellow unless the user chose otherwise.</summary>
    public static string Caution => IsPlain ? "" : s_caution();

    /// <summary>What is over or of little weight: <c>$PSStyle.Dim</c>, or empty where the engine has none.</summary>
    public static string Dim => IsPlain ? "" : s_dim();

    /// <summary>Ends every style: <c>$PSStyle.Reset</c>.</summary>
    public static string Reset => IsPlain ? "" : s_reset();

    /// <summary>Puts a text into a style.</summary>
    /// <param name="style">One of the sequences of this class; empty leaves the text as it is.</param>
    /// <param name="text">The text.</param>
    /// <returns>The text between the style and a reset.</returns>
    public static string Paint(string style, string text) =>
        string.IsNullOrEmpty(style) || string.IsNullOrEmpty(text) ? text : string.Concat(style, text, Reset);

    private static Func<string> Getter(object? owner, string property) =>
        owner?.GetType().GetProperty(property)?.GetMethod?.CreateDelegate<Func<string>>(owner) ?? (static () => "");
}
