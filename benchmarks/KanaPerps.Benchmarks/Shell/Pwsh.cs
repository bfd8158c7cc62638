using System.Diagnostics;

namespace KanaPerps.Benchmarks;

/// <summary>PowerShell with the built module, as a user has it.</summary>
internal sealed class Pwsh
{
    private readonly string _scripts = Path.Combine(AppContext.BaseDirectory, "Scripts");

    private Pwsh(string module)
    {
        Module = module;
    }

    /// <summary>The module's folder.</summary>
    public string Module { get; }

    /// <summary>Finds both.</summary>
    /// <param name="missing">What is missing, in words, or null.</param>
    /// <returns>The shell, or null.</returns>
    public static Pwsh? Find(out string? missing)
    {
        string program = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
        bool isInstalled = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(f => File.Exists(Path.Combine(f, program)));
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "KanaPerps.psd1")))
        {
            root = root.Parent;
        }

        string module = Path.Combine(root?.FullName ?? "", "out", "KanaPerps");
        missing = !isInstalled ? "there is no pwsh on the path" : !Directory.Exists(module) ? "the module is not built (./build.sh build)" : null;
        return missing is null ? new Pwsh(module) : null;
    }

    /// <summary>Runs a script of the folder Scripts in a new process.</summary>
    /// <param name="script">Its file name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it wrote, line by line.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public Task<string[]> RunAsync(string script, params string[] arguments) => StartAsync(["-File", Path.Combine(_scripts, script), .. arguments]);

    /// <summary>Runs a command in a new process.</summary>
    /// <param name="command">The command.</param>
    /// <returns>What it wrote, line by line.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static Task<string[]> RunCommandAsync(string command) => StartAsync(["-Command", command]);

    private static async Task<string[]> StartAsync(string[] arguments)
    {
        ProcessStartInfo start = new("pwsh", ["-NoProfile", "-NonInteractive", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NO_COLOR"] = "1";
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("pwsh did not start.");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 && (await errors).Length == 0
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : throw new InvalidOperationException($"pwsh failed: {await errors}{output}");
    }
}
