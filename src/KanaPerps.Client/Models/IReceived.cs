namespace KanaPerps;

/// <summary>An object that carries how it arrived beside the venue's own fields.</summary>
internal interface IReceived
{
    /// <summary>Says how it arrived: once, before anyone else has it.</summary>
    /// <param name="network">Where it came from.</param>
    /// <param name="receivedAt">When its message had been received.</param>
    /// <param name="inexactFields">Names of the properties whose numbers were rounded.</param>
    void Stamp(string network, DateTimeOffset receivedAt, PropertyNames inexactFields);
}
