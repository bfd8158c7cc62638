using System.Globalization;
using KanaPerps.Recording;
using KanaPerps.Recording.Picture;
using KanaPerps.Streaming;

namespace KanaPerps.Client.Tests.Recording.Picture;

/// <summary>A recording of the simulator with every kind of missing data, as a page in a real browser.</summary>
public sealed class PictureInBrowserTests : IClassFixture<PictureInBrowserTests.Sample>
{
    private readonly Sample _sample;
    private readonly Chromium _browser;

    public PictureInBrowserTests(Sample sample)
    {
        Assert.SkipWhen(sample.Browser is null, "No chromium is on the path, and KANA_CHROMIUM names none: the page was not opened in a browser.");
        _sample = sample;
        _browser = sample.Browser!;
    }

    [Fact]
    public async Task Every_chart_is_drawn_with_its_bands_and_the_page_asks_for_nothing_and_complains_of_nothing()
    {
        await _browser.OpenAsync(_sample.Page);

        Assert.Equal("price spread depth funding size entry", await _browser.EvaluateAsync("[...document.querySelectorAll('figure')].map(f => f.dataset.chart).join(' ')"));
        Assert.Equal("true", await _browser.EvaluateAsync("[...document.querySelectorAll('figure')].every(f => f.dataset.points > 1 && f.dataset.bands > 2)"));
        Assert.True(await Number("document.querySelector('[data-chart=price]').dataset.dots") > 100);

        // An outage, a time that was not recorded, a torn member, and an unreadable message.
        Assert.Equal(4, await Number("document.querySelector('[data-chart=price]').dataset.breaks"));
        Assert.Equal("0", await _browser.EvaluateAsync("performance.getEntriesByType('resource').length"));
        Assert.Empty(_browser.Problems);
    }

    [Fact]
    public async Task The_address_chooses_market_and_time()
    {
        await _browser.OpenAsync(_sample.Page, "#market=15&from=2026-11-25T21:39:00.5Z&to=2026-11-25T21:40:00.1234567Z");

        Assert.Equal("15 2026-11-25T21:39:00.5000000Z 2026-11-25T21:40:00.1234567Z", await _browser.EvaluateAsync("(d => [d.market, d.from, d.to].join(' '))(document.documentElement.dataset)"));
        Assert.Equal("BTC-USD (15)", await _browser.EvaluateAsync("document.getElementById('market').selectedOptions[0].textContent"));
        int closer = await Number("document.documentElement.dataset.points");
        await _browser.EvaluateAsync("document.getElementById('all').click()");
        await _browser.WaitAsync("document.documentElement.dataset.from === '2026-11-25T21:38:00.0000000Z'");
        Assert.InRange(closer, 10, await Number("document.documentElement.dataset.points") / 5);
        Assert.Equal("#market=15", await _browser.EvaluateAsync("location.hash"));
    }

    [Fact]
    public async Task A_row_of_the_table_leads_to_that_time()
    {
        await _browser.OpenAsync(_sample.Page);
        await _browser.EvaluateAsync("document.querySelector('#missing-rows a').click()");

        await _browser.WaitAsync("document.documentElement.dataset.from === '2026-11-25T21:39:29.5000000Z'");
        Assert.Equal("2026-11-25T21:39:54.0000000Z", await _browser.EvaluateAsync("document.documentElement.dataset.to"));
        Assert.Equal("true", await _browser.EvaluateAsync("(b => b.top >= 0 && b.bottom < innerHeight)(document.querySelector('figure').getBoundingClientRect())"));
    }

    [Fact]
    public async Task Keys_read_the_values_of_a_chart_in_the_digits_of_the_recording()
    {
        await _browser.OpenAsync(_sample.Page);
        await _browser.EvaluateAsync("document.querySelector('[data-chart=spread]').focus()");
        await _browser.PressAsync("ArrowRight");

        OrderBook first = _sample.Books[0];
        string spread = BookMeasures.Spread(first)!.Value.ToString(CultureInfo.InvariantCulture);
        Assert.Equal($"{first.ReceivedAt:yyyy-MM-dd HH:mm:ss.fffffff}Z {spread} bps", await Readout("spread"));
        Assert.StartsWith($"{first.ReceivedAt:yyyy-MM-dd HH:mm:ss.fffffff}Z Mid {first.Mid!.Value.ToString(CultureInfo.InvariantCulture)} ", await Readout("price"), StringComparison.Ordinal);

        await _browser.PressAsync("+");
        await _browser.WaitAsync("document.documentElement.dataset.to < '2026-11-25T21:44'");
        await _browser.PressAsync("0");
        await _browser.WaitAsync("document.documentElement.dataset.to > '2026-11-25T21:47'");
    }

    [Fact]
    public async Task At_a_time_without_data_no_value_is_told_but_what_happened()
    {
        // The middle of the time that was not recorded.
        await _browser.OpenAsync(_sample.Page, "#market=14&from=2026-11-25T21:41:10Z&to=2026-11-25T21:41:30Z");
        (double left, double middle, double _) = await Plot();
        await _browser.MouseAsync("mouseMoved", left + 200, middle);

        Assert.EndsWith("Not recorded: nothing was recorded between 2026-11-25 21:41:00Z and 2026-11-25 21:41:48Z: the recording was not running. Rows of that time are not in the recording.", await Readout("spread"), StringComparison.Ordinal);
        Assert.Contains(" no data ", await Readout("spread"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drag_shows_a_time_closer_and_so_does_the_wheel_after_a_click()
    {
        await _browser.OpenAsync(_sample.Page);
        (double left, double middle, double right) = await Plot();
        await _browser.MouseAsync("mousePressed", left + 300, middle, isPressed: true);
        await _browser.MouseAsync("mouseMoved", left + 400, middle, isPressed: true);
        await _browser.SendAsync("Input.dispatchMouseEvent", new { type = "mouseReleased", x = left + 500, y = middle, button = "left", clickCount = 1 });
        await _browser.WaitAsync("document.documentElement.dataset.from > '2026-11-25T21:39'");
        string dragged = await Span();
        await _browser.MouseAsync("mouseWheel", (left + right) / 2, middle, wheel: -120);
        await _browser.WaitAsync($"document.getElementById('range').textContent.match(/\\((.*)\\)/)[1] !== '{dragged}'");

        // Over a chart that has not been clicked the wheel scrolls the page.
        string closer = await Span();
        await _browser.EvaluateAsync("document.activeElement.blur()");
        await _browser.MouseAsync("mouseWheel", (left + right) / 2, middle, wheel: 120);
        await _browser.WaitAsync("scrollY > 0 || new Promise(done => addEventListener('scroll', done, { once: true }))");
        Assert.Equal(closer, await Span());

        Task<string> Span() => _browser.EvaluateAsync("document.getElementById('range').textContent.match(/\\((.*)\\)/)[1]");
    }

    [Theory]
    [InlineData(360, false)]
    [InlineData(360, true)]
    [InlineData(1280, true)]
    public async Task Narrow_or_dark_the_page_fits_and_is_drawn(int width, bool isDark)
    {
        await _browser.OpenAsync(_sample.Page, width: width, isDark: isDark);

        Assert.Equal("true", await _browser.EvaluateAsync("document.documentElement.scrollWidth <= innerWidth && innerWidth === " + width));
        Assert.Equal(isDark ? "rgb(20, 23, 28)" : "rgb(255, 255, 255)", await _browser.EvaluateAsync("getComputedStyle(document.body).backgroundColor"));
        Assert.True(await Number("document.documentElement.dataset.points") > 1_000);
        Assert.Empty(_browser.Problems);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_recording_with_next_to_nothing_in_it_is_shown_too(bool hasMessage)
    {
        using RecordedFolder folder = new();
        folder.Describe("""{"format":1,"version":"0.1.0","network":"Testnet","feeds":["orderbook/1338"]}""");
        if (hasMessage)
        {
            folder.Rate(0, 1).Close();
        }

        await _browser.OpenAsync(SampleRecording.Export(folder.Path, new() { OutputPath = folder.Path }).Run().Last().File!.Path);

        Assert.Equal(hasMessage ? "1" : "0", await _browser.EvaluateAsync("document.documentElement.dataset.points"));
        Assert.Contains("the recording has no line of this feed.", await _browser.EvaluateAsync("document.body.textContent"), StringComparison.Ordinal);
        Assert.Empty(_browser.Problems);
    }

    [Fact]
    public async Task Text_that_looks_like_HTML_stays_text()
    {
        await _browser.OpenAsync(_sample.Page);

        Assert.Contains("</script><b>&", await _browser.EvaluateAsync("document.getElementById('missing-rows').textContent"), StringComparison.Ordinal);
        Assert.Equal("0", await _browser.EvaluateAsync("document.querySelectorAll('b').length"));
    }

    private async Task<int> Number(string expression) => int.Parse(await _browser.EvaluateAsync(expression), CultureInfo.InvariantCulture);

    private Task<string> Readout(string chart) =>
        _browser.EvaluateAsync($"[...document.querySelectorAll('[data-chart={chart}] .readout > span')].map(s => s.textContent).join(' ')");

    private async Task<(double Left, double Middle, double Right)> Plot()
    {
        string[] box = (await _browser.EvaluateAsync("(b => [b.left, b.top + b.height / 2, b.right].join(' '))(document.querySelector('figure .plot').getBoundingClientRect())")).Split(' ');
        return (double.Parse(box[0], CultureInfo.InvariantCulture), double.Parse(box[1], CultureInfo.InvariantCulture), double.Parse(box[2], CultureInfo.InvariantCulture));
    }

    /// <summary>The page and the browser, made once.</summary>
    public sealed class Sample : IAsyncLifetime
    {
        private readonly RecordedFolder _folder = new("a recording & its signs #1");

        public string Page { get; private set; } = "";

        internal Chromium? Browser { get; private set; }

        internal IReadOnlyList<OrderBook> Books { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            if (Chromium.Path is null)
            {
                return;
            }

            Browser = await Chromium.StartAsync();
            SampleRecording.Write(_folder);
            RecordingFolder folder = RecordingFolder.Open(_folder.Path);
            Page = SampleRecording.Export(_folder.Path, new() { OutputPath = _folder.FileNamed("pictures") }).Run().Last().File!.Path;

            // What a watcher of the book got.
            using RecordingReader reader = new(folder.Read(new(), CancellationToken.None), folder.Description.Endpoint);
            Books = [.. new RecordingImport(reader, new(["orderbook"], [14]), new(), new()).Play().SelectMany(e => e.Items).OfType<OrderBook>().Take(10)];
        }

        public async ValueTask DisposeAsync()
        {
            _folder.Dispose();
            if (Browser is not null)
            {
                await Browser.DisposeAsync();
            }
        }
    }
}
