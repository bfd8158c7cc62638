namespace KanaPerps.Recording;

/// <summary>What is exported. It is played twice: to find out what the tables must hold, and to write them.</summary>
internal interface IExportSource
{
    /// <summary>Plays from the beginning.</summary>
    /// <returns>What was recorded, in its order. Each event is valid until the next one is asked for.</returns>
    IEnumerable<RecordingEvent> Play();
}
