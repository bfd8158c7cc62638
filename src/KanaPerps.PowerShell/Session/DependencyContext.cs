using System.Reflection;
using System.Runtime.Loader;

namespace KanaPerps.PowerShell;

/// <summary>
/// Loads what lies in the module's folder <c>dependencies</c> apart from what the session loads: another module may have brought the same packages in
/// another version. Only the bridges <c>KanaPerps.WebSockets</c>, <c>KanaPerps.Parquet</c> and <c>KanaPerps.Nats</c> are asked for from outside, each when something first needs
/// it. Their public members have types of the framework and of themselves only, so that no type of a package meets one of the session's.
/// </summary>
internal sealed class DependencyContext : AssemblyLoadContext
{
    private static readonly string[] s_bridges = ["KanaPerps.WebSockets", "KanaPerps.Parquet", "KanaPerps.Nats"];
    private static readonly string s_folder = Path.Combine(Path.GetDirectoryName(typeof(DependencyContext).Assembly.Location)!, "dependencies");
    private static readonly DependencyContext s_instance = new();

    private DependencyContext()
        : base("KanaPerps")
    {
    }

    /// <summary>Makes the bridges known to the process. May be called again, by each import.</summary>
    public static void Register()
    {
        Default.Resolving -= Resolve;
        Default.Resolving += Resolve;
    }

    // Null leaves the name to the default context: the framework's assemblies are shared.
    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Combine(s_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) => s_bridges.Contains(name.Name) ? s_instance.LoadFromAssemblyName(name) : null;
}
