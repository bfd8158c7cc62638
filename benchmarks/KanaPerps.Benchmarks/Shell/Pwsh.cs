using System.Diagnostics;

namespace KanaPerps.Benchmarks;

/// <summary>PowerShell with the built module, as a user has it.</summary>
internal sealed class Pwsh
{
    private readonly string _scripts = Path.Combine(AppContext.BaseDirectory, "Scripts");
    private readonly string _root;
    private readonly string _program;
    private readonly string[] _prefix;

    private Pwsh(string root, string program, string[] prefix)
    {
        _root = root;
        _program = program;
        _prefix = prefix;
    }

    /// <summary>The module's folder.</summary>
    public string Module => Path.Combine(_root, "out", "KanaPerps");

    /// <summary>Finds the module, and the PowerShell that KANA_PWSH names, a program or its dll, else the tool of the repository.</summary>
    /// <param name="missing">What is missing, in words, or null.</param>
    /// <returns>The shell, or null.</returns>
    public static Pwsh? Find(out string? missing)
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "KanaPerps.psd1")))
        {
            root = root.Parent;
        }

        string named = Environment.GetEnvironmentVariable("KANA_PWSH") ?? "";
        (string Program, string[] Prefix) shell = named.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? ("dotnet", [named])
            : named.Length > 0 ? (named, [])
            : ("dotnet", ["tool", "run", "pwsh", "--"]);
        Pwsh found = new(root?.FullName ?? "", shell.Program, shell.Prefix);
        missing = named.Length > 0 && !File.Exists(named) ? $"KANA_PWSH names {named}, which does not exist"
            : !Directory.Exists(found.Module) ? "the module is not built (./build.sh build)"
            : null;
        return missing is null ? found : null;
    }

    /// <summary>Runs a script of the folder Scripts in a new process.</summary>
    /// <param name="script">Its file name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it wrote, line by line.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public Task<string[]> RunAsync(string script, params string[] arguments) => StartAsync(["-File", Path.Combine(_scripts, script), .. arguments]);

    private async Task<string[]> StartAsync(string[] arguments)
    {
        ProcessStartInfo start = new(_program, [.. _prefix, "-NoProfile", "-NonInteractive", .. arguments]) { WorkingDirectory = _root, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NO_COLOR"] = "1";
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("PowerShell did not start.");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 && (await errors).Length == 0
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : throw new InvalidOperationException($"PowerShell failed: {await errors}{output}");
    }
}
