namespace KanaPerps.Client.Tests.Support;

/// <summary>Tests that measure the whole process, its sockets and its heap, and so must have it for themselves.</summary>
[CollectionDefinition(nameof(MeasuresTheProcess), DisableParallelization = true)]
public sealed class MeasuresTheProcess;
