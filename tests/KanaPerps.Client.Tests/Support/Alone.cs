namespace KanaPerps.Client.Tests;

/// <summary>The tests that weigh the whole process, its heap and its sockets: they run while no other does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
