using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;

namespace KanaPerps.PowerShell;

/// <summary>
/// Completes properties of the objects that come through the pipeline, where a command of this module makes them: for -Property those with numbers or time
/// spans, else those that tell objects apart.
/// </summary>
public sealed class PropertyCompleter : IArgumentCompleter
{
    private static readonly HashSet<Type> s_numbers = [typeof(decimal), typeof(double), typeof(int), typeof(long), typeof(ulong), typeof(TimeSpan)];

    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1031", Justification = "If completion fails, Tab offers nothing.")]
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            TypedWord word = new(wordToComplete ?? "");
            bool isForNumbers = parameterName == nameof(SelectKanaAlertCommand.Property);
            return
            [
                .. TypesBefore(commandAst).SelectMany(type => type.GetProperties().Where(p => IsNumber(p) == isForNumbers && IsSimple(p)).Select(p => (Type: type, Property: p)))
                    .DistinctBy(p => p.Property.Name)
                    .Where(p => word.Fits(p.Property.Name))
                    .OrderBy(p => p.Property.Name, StringComparer.Ordinal)
                    .Select(p => new CompletionResult(
                        word.Write(p.Property.Name, always: false), p.Property.Name, CompletionResultType.ParameterValue, $"{TypeOf(p.Property).Name} of {p.Type.Name}")),
            ];
        }
        catch (Exception)
        {
            return [];
        }
    }

    // Filters in between write what they take.
    private static Type[] TypesBefore(CommandAst command) =>
        command.Parent is not PipelineAst pipeline ? [] : pipeline.PipelineElements
            .TakeWhile(element => element != command)
            .Reverse()
            .Select(element => element is CommandAst before ? OutputOf(before.GetCommandName()) : [])
            .FirstOrDefault(types => types.Length > 0) ?? [];

    private static Type[] OutputOf(string? command) =>
    [
        .. typeof(PropertyCompleter).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<CmdletAttribute>() is { } cmdlet && $"{cmdlet.VerbName}-{cmdlet.NounName}".Equals(command, StringComparison.OrdinalIgnoreCase))
            .SelectMany(type => type.GetCustomAttributes<OutputTypeAttribute>())
            .SelectMany(output => output.Type)
            .Select(output => output.Type)
            .OfType<Type>(),
    ];

    private static Type TypeOf(PropertyInfo property) => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    private static bool IsNumber(PropertyInfo property) => s_numbers.Contains(TypeOf(property));

    private static bool IsSimple(PropertyInfo property) => IsNumber(property) || TypeOf(property) is var type && (type == typeof(string) || type.IsEnum);
}
