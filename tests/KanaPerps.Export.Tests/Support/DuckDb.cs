using DuckDB.NET.Data;

namespace KanaPerps.Export.Tests;

/// <summary>DuckDB, which was not written here, on the files that were.</summary>
internal static class DuckDb
{
    // Opening one takes longer than most queries.
    private static readonly Lock s_lock = new();
    private static readonly DuckDBConnection s_connection = Open();

    /// <summary>Asks for rows.</summary>
    /// <param name="sql">The query.</param>
    /// <returns>The rows, each with its values as DuckDB's own text and bars between them; null is a dash.</returns>
    public static IReadOnlyList<string> Query(string sql)
    {
        lock (s_lock)
        {
            using DuckDBCommand command = s_connection.CreateCommand();
            command.CommandText = $"SELECT COLUMNS(*)::VARCHAR FROM ({sql})";
            using DuckDBDataReader reader = command.ExecuteReader();
            List<string> rows = [];
            while (reader.Read())
            {
                rows.Add(string.Join("|", Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "-" : reader.GetString(i))));
            }

            return rows;
        }
    }

    /// <summary>The columns of files, each with its type.</summary>
    /// <param name="path">A path, or a pattern of paths.</param>
    /// <returns>Such as <c>price DECIMAL(18,8)</c>.</returns>
    public static IReadOnlyList<string> Columns(string path) =>
        [.. Query($"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '{path}')").Select(r => r.Replace('|', ' '))];

    private static DuckDBConnection Open()
    {
        DuckDBConnection connection = new("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = "SET TimeZone = 'UTC'; SET threads = 1; SET preserve_insertion_order = true";
        command.ExecuteNonQuery();
        return connection;
    }
}
