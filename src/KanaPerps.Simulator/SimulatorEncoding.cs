namespace KanaPerps.Simulator;

/// <summary>Which of the venue's two ways of writing numbers the simulator uses.</summary>
public enum SimulatorEncoding
{
    /// <summary>Since May 2025: human decimals in strings, times as numbers, a transaction version in each row.</summary>
    Current,

    /// <summary>Early 2025: whole ticks, lots and millionths of the quote unit in strings, times as strings, no transaction version.</summary>
    Early,
}
