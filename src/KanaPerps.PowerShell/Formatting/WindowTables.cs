using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using KanaPerps.PowerShell.Screens;

namespace KanaPerps.PowerShell.Formatting;

/// <summary>
/// Fits the tables to the window: what does not fit whole is left out. PowerShell leaves columns out from the right too, but squeezes the first of
/// them into what room there is: its header runs down letter by letter, and its numbers are cut. No format file can prevent that, since a view
/// does not know the width. So where it would happen, a command replaces the tables of the session by ones of the columns that fit.
/// </summary>
internal static class WindowTables
{
    private static readonly ConditionalWeakTable<Runspace, Fitted> s_fitted = [];

    /// <summary>Fits the tables of the session to the window of its host. Costs nothing unless the window is of another width than last time.</summary>
    /// <param name="host">The host.</param>
    public static void Fit(PSHost host)
    {
        // What is written to a file or another program keeps the width that the reader asks for.
        if ((host.Name == "ConsoleHost" && Console.IsOutputRedirected) || HostWindow.WidthOf(host) is not { } width || Runspace.DefaultRunspace is not { } runspace)
        {
            return;
        }

        Fitted fitted = s_fitted.GetOrCreateValue(runspace);
        if (fitted.Width != width)
        {
            fitted.Width = width;
            lock (SessionViews.Gate)
            {
                Replace(runspace, fitted, MakeTables(width - 1));
            }
        }
    }

    /// <summary>The columns of a table that fit whole, or null where PowerShell shows just those by itself.</summary>
    /// <param name="columns">The columns, from left to right.</param>
    /// <param name="room">The characters that a line has.</param>
    internal static TableColumn[]? Choose(TableColumn[] columns, int room)
    {
        TableColumn?[] chosen = new TableColumn?[columns.Length];
        int left = room + 1;
        foreach ((int place, TableColumn column) in columns.Index().OrderBy(c => c.Item.Rank))
        {
            TableColumn? fitting = column.LeastWidth < left ? column : column.Shortened is { } shorter && shorter.Width < left ? shorter : null;
            if (fitting is null)
            {
                break;
            }

            chosen[place] = fitting;
            left -= fitting.LeastWidth + 1;
        }

        // Whole columns from the left, and no room for a part of the next, not even where Out-String takes the window's last character too:
        // PowerShell shows just those by itself.
        int first = Array.FindIndex(chosen, column => column is null);
        bool isUsual = columns.Take(first < 0 ? columns.Length : first).SequenceEqual(chosen.OfType<TableColumn>()) && (first < 0 || left <= 0);
        return isUsual || Array.TrueForAll(chosen, column => column is null) ? null : [.. chosen.OfType<TableColumn>()];
    }

    private static void Replace(Runspace runspace, Fitted fitted, SessionStateFormatEntry[] tables)
    {
        InitialSessionStateEntryCollection<SessionStateFormatEntry>? formats = runspace.InitialSessionState?.Formats;
        if (formats is null || (tables.Length == 0 && fitted.Tables.Length == 0))
        {
            return;
        }

        // The first view of a type counts, so these stand right before the module's own: what a user has put before that still goes first.
        List<SessionStateFormatEntry> entries = [.. formats.Where(entry => !fitted.Tables.Contains(entry))];
        int place = entries.FindIndex(entry => entry.FileName == SessionViews.File);
        bool isLoaded = place >= 0;
        entries.InsertRange(isLoaded ? place : entries.Count, tables);
        fitted.Tables = tables;
        formats.Clear();
        formats.Add(entries);
        if (!isLoaded)
        {
            // The module's own come next, and the session reads them all.
            return;
        }

        using System.Management.Automation.PowerShell shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        try
        {
            SessionViews.Add(shell, "Update-FormatData").Invoke();
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            // A session that takes no views keeps the ones that it has.
        }
    }

    private static SessionStateFormatEntry[] MakeTables(int room) =>
    [
        .. from type in TypeTable.Types
           let columns = Choose(type.Columns, room)
           where columns is not null
           from name in new[] { type.Type.FullName!, "Deserialized." + type.Type.FullName }
           select new SessionStateFormatEntry(new ExtendedTypeDefinition(name, [new FormatViewDefinition(type.Type.Name, Table(columns))])),
    ];

    private static TableControl Table(TableColumn[] columns)
    {
        TableControlBuilder table = TableControl.Create(outOfBand: false, autoSize: false, hideTableHeaders: false);
        foreach (TableColumn column in columns)
        {
            table.AddHeader(column.IsRight ? Alignment.Right : Alignment.Undefined, column.Width, column.Header);
        }

        TableRowDefinitionBuilder row = table.StartRowDefinition(wrap: false, entrySelectedByType: null, entrySelectedByCondition: null);
        foreach (TableColumn column in columns)
        {
            row.AddPropertyColumn(column.Format is null ? column.Cell : RowCells.PropertyName, Alignment.Undefined, column.Format);
        }

        return row.EndRowDefinition().EndTable();
    }

    private sealed class Fitted
    {
        public int Width { get; set; }

        public SessionStateFormatEntry[] Tables { get; set; } = [];
    }
}
