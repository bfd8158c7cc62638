using KanaPerps.Build.Tasks;

namespace KanaPerps.Build;

internal static class Program
{
    private const int Failed = 1;
    private const int WrongUse = 2;

    private static readonly ITask[] s_tasks = [new BuildTask(), new TestTask(), new HelpTask(), new DemoTask(), new PackageTask(), new AnalyzeTask(), new FormatCheckTask(), new CleanTask()];

    private static int Main(string[] args)
    {
        ITask? task = args is [string name] ? s_tasks.FirstOrDefault(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) : null;
        if (task is null)
        {
            PrintTasks(args);
            return WrongUse;
        }

        try
        {
            return task.Run(Workspace.Find());
        }
        catch (BuildException e)
        {
            Console.Error.WriteLine(e.Message);
            return Failed;
        }
    }

    private static void PrintTasks(string[] args)
    {
        Console.WriteLine(args switch
        {
            [] => "Give one of these tasks:",
            [string unknown] => $"Unknown task '{unknown}'. Give one of these:",
            _ => "Give one task at a time:",
        });
        foreach (ITask task in s_tasks)
        {
            Console.WriteLine($"  {task.Name,-14}{task.Summary}");
        }
    }
}
