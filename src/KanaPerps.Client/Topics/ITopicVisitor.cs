namespace KanaPerps.Topics;

/// <summary>Does something with a topic for which the type of its rows matters.</summary>
/// <typeparam name="TResult">What comes of it.</typeparam>
public interface ITopicVisitor<out TResult>
{
    /// <summary>Takes the topic with the type of its rows.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="topic">The topic.</param>
    /// <returns>The result.</returns>
    TResult Visit<T>(Topic<T> topic);
}
