namespace KanaPerps.Recording.Picture;

/// <summary>What is known of a stretch of time: what came in it, however much, taken together.</summary>
/// <typeparam name="TSelf">The bucket's own type.</typeparam>
internal interface ITimeBucket<TSelf>
    where TSelf : struct, ITimeBucket<TSelf>
{
    /// <summary>When the first of it came, in ticks of UTC.</summary>
    long FirstAt { get; }

    /// <summary>When the last of it came, or until when it held, in ticks of UTC.</summary>
    long LastAt { get; }

    /// <summary>Whether data may be missing right before it.</summary>
    bool BreaksBefore { get; }

    /// <summary>Takes this bucket and one that came later together.</summary>
    /// <param name="later">The later one.</param>
    /// <returns>The bucket of both.</returns>
    TSelf With(in TSelf later);

    /// <summary>Whether a later bucket says nothing but that what this one says still held: it need not be kept apart.</summary>
    /// <param name="later">The later one.</param>
    bool Holds(in TSelf later);
}
