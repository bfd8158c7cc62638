using System.Reflection;

namespace KanaPerps.Build.Tests;

/// <summary>What was compiled together with these tests.</summary>
internal static class Compiled
{
    /// <summary>The configuration, such as Release.</summary>
    public static string Configuration { get; } = typeof(Compiled).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
}
