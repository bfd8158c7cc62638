namespace KanaPerps.Alerts;

/// <summary>What an object leads to. It has happened when it is given to <see cref="AlertTracker.Accept"/>, and not before.</summary>
/// <param name="Key">The key, or the feed.</param>
/// <param name="State">What is known of the key then.</param>
/// <param name="Alert">The alert, or null.</param>
/// <param name="IsChange">Whether anything is known that was not known before.</param>
internal readonly record struct AlertDecision(string Key, AlertKeyState State, Alert? Alert, bool IsChange);
