using System.Globalization;
using System.Management.Automation.Host;
using KanaPerps.PowerShell.Formatting;
using KanaPerps.PowerShell.Screens;

namespace KanaPerps.PowerShell.AccountScreen;

/// <summary>
/// Lays a window out: what accounts are worth, their positions, resting orders and last fills, and the health of the connections below. Knows neither
/// host nor clock. What a small window has no room for is left out, the positions last of all.
/// </summary>
internal sealed class AccountPage
{
    private const int LeastHeightForTitle = 4;
    private const int LeastHeightForAccounts = 8;
    private const int LeastHeightForOrders = 9;
    private const int LeastHeightForFills = 12;
    private const int LeastRows = 3;

    private readonly TextTable<AccountLine> _accounts;
    private readonly TextTable<PositionRisk> _positions;
    private readonly TextTable<OpenOrder> _orders;
    private readonly TextTable<Fill> _fills;
    private AccountBoard _shown = AccountBoard.Empty;
    private DateTimeOffset _now;

    /// <summary>Makes a page.</summary>
    /// <param name="isSeveral">Whether it shows several accounts, so that each row needs the name of its own.</param>
    public AccountPage(bool isSeveral)
    {
        string NameOf(string? address) => isSeveral ? _shown.NameOf(address) : "";
        _accounts = new(
            new(isSeveral ? "Account" : "Exposure", 0, line => new(isSeveral ? line.Name : "")),
            new("Long", 6, line => AccountCells.Money(line.Risk?.LongNotional)) { IsRight = true },
            new("Short", 7, line => AccountCells.Money(line.Risk?.ShortNotional)) { IsRight = true },
            new("Net", 4, line => AccountCells.Money(line.Risk?.NetNotional)) { IsRight = true },
            new("Margin", 8, line => AccountCells.Money(line.Risk?.Margin)) { IsRight = true },
            new("Pnl", 2, line => AccountCells.Gain(line.Risk?.UnrealizedPnl, 2)) { IsRight = true },
            new("Liq. %", 3, line => AccountCells.Ratio(line.Risk?.NearestLiquidationPercent)) { IsRight = true },
            new("Nearest", 5, Nearest),
            new("State", 1, line => new(line.State, ShellStyle.Caution)));
        _positions = new(
            new(_ => Count(_shown.Positions.Count, "position"), 0, (row, _) => new(row.Symbol ?? MarketIds.Text(row.MarketId))),
            new("Side", 1, row => AccountCells.Side(row.Side, row.Side == PositionSide.Long)),
            new("Size", 6, row => AccountCells.Size(row.MarketId, row.Size)) { IsRight = true },
            new("Entry", 9, row => AccountCells.Price(row.MarketId, row.EntryPrice, more: 2)) { IsRight = true },
            new("Price", 7, row => AccountCells.Price(row.MarketId, row.Price, more: 1)) { IsRight = true },
            new("Pnl", 3, row => AccountCells.Gain(row.UnrealizedPnl, 2)) { IsRight = true },
            new("Pnl %", 8, row => AccountCells.Ratio(row.UnrealizedPnlPercent)) { IsRight = true },
            new("Liq. %", 4, row => AccountCells.Ratio(row.LiquidationDistancePercent)) { IsRight = true },
            new("Lev.", 10, row => AccountCells.Ratio(row.EffectiveLeverage)) { IsRight = true },
            new("Funding", 11, row => new(row.FundingRate?.ToString("F8", CellNumbers.Of(null)) ?? "")) { IsRight = true },
            new("Account", 5, row => new(NameOf(row.Address), ShellStyle.Dim)),
            new("State", 2, row => new(StateOf(row), ShellStyle.Caution)));
        _orders = new(
            new(_ => Count(_shown.Orders.Count, "order"), 0, (row, _) => new(row.Symbol ?? MarketIds.Text(row.MarketId))),
            new("Type", 1, row => AccountCells.Side(row.OrderType, IsBuy(row.Side))),
            new("Price", 2, row => AccountCells.Price(row.MarketId, row.Price)) { IsRight = true },
            new("Remaining", 3, row => AccountCells.Size(row.MarketId, row.RemainingSize)) { IsRight = true },
            new("Total", 5, row => AccountCells.Size(row.MarketId, row.TotalSize)) { IsRight = true },
            new("Placed", 4, row => AccountCells.Time(row.Timestamp, _now)),
            new("Account", 6, row => new(NameOf(row.Address), ShellStyle.Dim)));
        _fills = new(
            new(_ => _shown.Fills.Count == 0 ? "no fills yet" : "last fills", 0, (row, _) => new(row.Symbol ?? MarketIds.Text(row.MarketId))),
            new("Type", 1, row => AccountCells.Side(row.OrderType, IsBuy(row.Side))),
            new("Price", 2, row => AccountCells.Price(row.MarketId, row.Price)) { IsRight = true },
            new("Size", 3, row => AccountCells.Size(row.MarketId, row.Size)) { IsRight = true },
            new("Pnl", 5, row => AccountCells.Gain(row.Pnl, 2)) { IsRight = true },
            new("Fee", 6, row => AccountCells.Money(row.Fee)) { IsRight = true },
            new("Time", 4, row => AccountCells.Time(row.Timestamp, _now)),
            new("Account", 7, row => new(NameOf(row.Address), ShellStyle.Dim)));
    }

    /// <summary>Draws the page.</summary>
    /// <param name="board">What there is to show.</param>
    /// <param name="health">How the connections stand.</param>
    /// <param name="hint">What the user can do.</param>
    /// <param name="window">The size of the window.</param>
    /// <param name="now">The time to show.</param>
    /// <returns>The lines, as many as the window has.</returns>
    public List<TextLine> Draw(AccountBoard board, ConnectionHealth health, string hint, Size window, DateTimeOffset now)
    {
        (_shown, _now) = (board, now);
        int width = Math.Max(1, window.Width);
        int height = Math.Max(1, window.Height);
        List<TextLine> foot = health.Foot(width, height, hint);
        List<TextLine> page = height >= LeastHeightForTitle ? [TitleLine.Of(width, Title(board), board.Networks, now)] : [];
        int left = height - page.Count - foot.Count;

        // A heading takes a line more than its rows.
        int accounts = left >= LeastHeightForAccounts ? Math.Min(board.Accounts.Count + 1, Math.Max(2, left / 3)) : 0;
        left -= accounts;
        int leastOrders = left >= LeastHeightForOrders ? Math.Min(board.Orders.Count + 1, LeastRows) : 0;
        int leastFills = left >= LeastHeightForFills ? LeastRows : 0;
        int positions = Math.Min(board.Positions.Count + 1, left - leastOrders - leastFills);
        left -= positions;
        int orders = Math.Min(board.Orders.Count + 1, left - leastFills);
        left -= orders;
        int fills = left >= Math.Min(2, board.Fills.Count + 1) ? left : 0;

        page.AddRange(_accounts.Draw(board.Accounts, width, accounts, hasHeader: true));
        bool hasHeader = positions != 1 || board.Positions.Count == 0;
        page.AddRange(_positions.Draw(NearestFirst(board.Positions, positions - (hasHeader ? 2 : 1)), width, positions, hasHeader));
        page.AddRange(_orders.Draw(board.Orders, width, orders, hasHeader: true));
        page.AddRange(_fills.Draw([.. board.Fills.Take(fills - 1)], width, fills, hasHeader: true));
        page.AddRange(Enumerable.Repeat(new TextLine(width), height - page.Count - foot.Count));
        return [.. page, .. foot];
    }

    // Where not all have room, those stay that are nearest to their liquidation. They keep their order, so that rows do not jump with every price.
    private static IReadOnlyList<PositionRisk> NearestFirst(IReadOnlyList<PositionRisk> positions, int room)
    {
        if (positions.Count <= room + 1)
        {
            return positions;
        }

        HashSet<PositionRisk> nearest = new(positions.OrderBy(p => p.LiquidationDistancePercent ?? decimal.MaxValue).Take(Math.Max(1, room)), ReferenceEqualityComparer.Instance);
        return [.. positions.Where(nearest.Contains), .. positions.Where(p => !nearest.Contains(p))];
    }

    private static string Title(AccountBoard board) => board.Accounts is [AccountLine only] ? $"Account {only.Name}" : $"{board.Accounts.Count} accounts";

    private static string Count(int count, string what) => count == 0 ? $"no {what}s" : string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    private static TextCell Nearest(AccountLine line) => line.Risk is { NearestSymbol: { } symbol } risk ? new($"{symbol} {risk.NearestSide}") : new("");

    private static string StateOf(PositionRisk row) =>
        row.IsEarlyEncoded ? "no values"
        : row.Price is null ? "no price"
        : row is { Stale: true, PriceAge: { } age } ? string.Create(CultureInfo.InvariantCulture, $"stale {Math.Floor(age.TotalSeconds):0} s")
        : "";

    private static bool? IsBuy(TradeSide? side) => side is { } known ? known == TradeSide.Buy : null;
}
