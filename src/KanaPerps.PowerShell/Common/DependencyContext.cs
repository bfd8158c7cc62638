using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace KanaPerps.PowerShell;

/// <summary>
/// Loads the packages behind the sockets apart from those of the session: another module may have brought the same ones in another version. The one
/// assembly that the module asks for by name shows types of the framework only, so nothing of theirs is ever seen outside.
/// </summary>
internal sealed class DependencyContext : AssemblyLoadContext
{
    private const string Entrance = "KanaPerps.WebSockets";

    private static readonly string s_folder = Path.Combine(Path.GetDirectoryName(typeof(DependencyContext).Assembly.Location)!, "dependencies");
    private static readonly DependencyContext s_instance = new();

    private DependencyContext()
        : base("KanaPerps")
    {
    }

    /// <summary>Answers from now on when the entrance is asked for. As often as one likes.</summary>
    public static void Open()
    {
        Default.Resolving -= Resolve;
        Default.Resolving += Resolve;
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Combine(s_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) => name.Name == Entrance ? s_instance.LoadFromAssemblyName(name) : null;
}
