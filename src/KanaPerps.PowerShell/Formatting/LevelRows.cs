using System.Collections.ObjectModel;
using System.Management.Automation;

namespace KanaPerps.PowerShell.Formatting;

/// <summary>The hidden property <c>Levels</c> of a book. Hidden, because ConvertTo-Json and Export-Csv would write each level a second time.</summary>
public static class LevelRows
{
    /// <summary>The getter of the hidden property.</summary>
    /// <param name="book">An <see cref="OrderBook"/>, or what a job or a remote session has left of one.</param>
    /// <returns>All levels as <see cref="BookRow"/>, bids before asks, best first.</returns>
    public static object Of(PSObject book) => StoredBook.ToBook(book)?.GetLevels() ?? ReadOnlyCollection<BookRow>.Empty;
}
