using System.Globalization;
using System.Management.Automation.Host;
using KanaPerps.PowerShell.Screens;
using KanaPerps.Streaming;
using KanaPerps.Topics;
using KanaPerps.Valuation;

namespace KanaPerps.PowerShell.AccountScreen;

/// <summary>Accounts with their positions, orders and fills, which follow their feeds and the prices of the markets that they have positions in.</summary>
internal sealed class AccountPicture : LivePicture<Position>, IDisposable
{
    private const int MostFills = 200;

    private readonly Subscription<OpenOrder> _openOrders;
    private readonly Subscription<Fill> _newFills;
    private readonly IReadOnlyList<FeedKey> _accounts;
    private readonly HealthPart _positionHealth;
    private readonly RiskTracker _tracker;
    private readonly PriceFeeds _prices;
    private readonly Dictionary<(FeedKey Feed, string OrderId), OpenOrder> _orders = [];
    private readonly AccountPage _page;
    private readonly string _networks;
    private IReadOnlyList<Fill> _fills = [];

    /// <summary>Prepares a picture.</summary>
    /// <param name="source">The price to value positions with.</param>
    /// <param name="options">How to subscribe to prices.</param>
    /// <param name="positions">The feeds of the accounts' positions.</param>
    /// <param name="openOrders">The feeds of their resting orders.</param>
    /// <param name="fills">The feeds of their fills.</param>
    public AccountPicture(
        PriceSource source, SubscriptionOptions options, Subscription<Position> positions, Subscription<OpenOrder> openOrders, Subscription<Fill> fills)
        : base(positions)
    {
        _openOrders = openOrders;
        _newFills = fills;
        _accounts = positions.Feeds;
        _positionHealth = new HealthPart("positions", positions.Feeds);
        _tracker = new RiskTracker(new RiskOptions { PriceSource = source });
        _prices = new PriceFeeds(this, _tracker, source, options);
        Health = new ConnectionHealth(
            _positionHealth, new HealthPart("orders", openOrders.Feeds), new HealthPart("fills", fills.Feeds), _prices.PriceHealth, _prices.FundingHealth)
        {
            NamesFeeds = true,
        };
        _page = new AccountPage(_accounts.Count > 1);
        _networks = string.Join(", ", _accounts.Select(f => f.Endpoint.Name).Distinct());
        foreach (FeedKey account in _accounts)
        {
            _tracker.AddAccount(account, KnownAddresses.WalletOf(account.Key, account.Endpoint.Name));
        }
    }

    /// <inheritdoc/>
    public override ConnectionHealth Health { get; }

    private static Moment Now => Moment.Now(KanaSession.Time);

    /// <inheritdoc/>
    public override void Take(FeedKey feed, IReadOnlyList<Position> rows) => _tracker.OnPositions(feed, rows, Now);

    /// <inheritdoc/>
    public override void Saw(StreamNotice notice)
    {
        base.Saw(notice);
        _tracker.OnNotice(notice);
    }

    /// <inheritdoc/>
    public override List<TextLine> Draw(Size window, string hint, DateTimeOffset now)
    {
        Moment moment = Now;

        // What is shown is how things stand now. The rows that are due are taken so that closed positions are forgotten.
        _tracker.TakePositions(moment);
        ILookup<(string Network, string? Address), AccountRisk> risks = _tracker.Accounts(moment).ToLookup(r => (r.Network, r.Address));
        AccountBoard board = new()
        {
            Networks = _networks,
            Accounts = [.. _accounts.Select(f => LineOf(f, risks[(f.Endpoint.Name, f.Key)].FirstOrDefault()))],
            Positions = _tracker.Positions(moment),
            Orders = [.. _orders.Values.OrderByDescending(o => o.Timestamp)],
            Fills = _fills,
        };
        return _page.Draw(board, Health, hint, window, now);
    }

    /// <summary>Leaves the feeds that it has joined by itself.</summary>
    public void Dispose() => _prices.Dispose();

    /// <inheritdoc/>
    private protected override StreamNotice? ReadOthers() => ReadSupporting(_openOrders, Take) ?? ReadSupporting(_newFills, Take) ?? _prices.Read();

    private static string NameOf(FeedKey account) => AccountCells.Short(KnownAddresses.WalletOf(account.Key, account.Endpoint.Name) ?? account.Key ?? "");

    private AccountLine LineOf(FeedKey account, AccountRisk? risk)
    {
        string state = !_positionHealth.IsLive(account) ? _positionHealth.TextOf(account)
            : risk is not null && risk.Valued < risk.Positions ? string.Create(CultureInfo.InvariantCulture, $"{risk.Valued} of {risk.Positions} valued")
            : "";
        return new AccountLine(account, NameOf(account), risk, state);
    }

    private void Take(FeedKey feed, IReadOnlyList<OpenOrder> changes)
    {
        foreach (OpenOrder change in changes)
        {
            if (change.Change == RowChange.Closed)
            {
                _orders.Remove((feed, change.OrderId));
            }
            else
            {
                _orders[(feed, change.OrderId)] = change;
            }
        }
    }

    // Each feed brings its own in their order, oldest first.
    private void Take(FeedKey feed, IReadOnlyList<Fill> rows) =>
        _fills = rows.Count == 0 ? _fills : [.. rows.Reverse().Concat(_fills).OrderByDescending(f => f.Timestamp).Take(MostFills)];
}
