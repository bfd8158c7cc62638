namespace KanaPerps.Nats;

/// <summary>The settings of a stream that matter to a bridge.</summary>
/// <param name="Name">The name.</param>
/// <param name="Subjects">The subjects that it takes.</param>
/// <param name="MessagesPerSubject">How many messages it keeps of each subject; -1 for no limit.</param>
/// <param name="MaxAge">How old a message may become before it is deleted; zero for no limit.</param>
/// <param name="MaxMessageSize">How large a message may be; -1 for no limit of the stream's own.</param>
/// <param name="Retention">By which rule it deletes: Limits, Interest or Workqueue.</param>
public sealed record StreamSettings(string Name, IReadOnlyList<string> Subjects, long MessagesPerSubject, TimeSpan MaxAge, int MaxMessageSize, string Retention);
