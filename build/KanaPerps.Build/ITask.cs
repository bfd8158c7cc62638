namespace KanaPerps.Build;

/// <summary>Something that the front doors can be asked to do.</summary>
internal interface ITask
{
    /// <summary>The word that a user types.</summary>
    string Name { get; }

    /// <summary>What it does, in one line.</summary>
    string Summary { get; }

    /// <summary>Does it.</summary>
    /// <param name="workspace">The repository.</param>
    /// <returns>The exit code: 0 for success.</returns>
    /// <exception cref="BuildException">It can't be done.</exception>
    int Run(Workspace workspace);
}
