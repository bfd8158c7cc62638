using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace KanaPerps.Client.Tests;

/// <summary>A real Chromium without a window, steered over its own protocol on loopback. It has a profile of its own and fetches nothing.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly JsonSerializerOptions s_json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private static readonly string[] s_arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--remote-debugging-port=0",
    ];

    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("kana-chromium");
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _calls = new();
    private readonly ConcurrentQueue<string> _problems = new();
    private readonly ClientWebSocket _socket = new();
    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _session;
    private Task _reading = Task.CompletedTask;
    private int _lastId;

    private Chromium(string path)
    {
        _process = Process.Start(new ProcessStartInfo(path, [.. s_arguments, $"--user-data-dir={_profile.FullName}", "about:blank"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _process.ErrorDataReceived += (_, e) => Heard(e.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    /// <summary>The browser that KANA_CHROMIUM names, else a chromium on the path; null when there is none.</summary>
    public static string? Path => Environment.GetEnvironmentVariable("KANA_CHROMIUM") is { Length: > 0 } named ? named
        : Environment.GetEnvironmentVariable("PATH")!.Split(System.IO.Path.PathSeparator).Select(p => System.IO.Path.Combine(p, "chromium")).FirstOrDefault(File.Exists);

    /// <summary>What pages complained of: exceptions, errors of the console, what their policy refused.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts it.</summary>
    public static async Task<Chromium> StartAsync()
    {
        Chromium chromium = new(Path!);
        try
        {
            await chromium.ConnectAsync();
            return chromium;
        }
        catch
        {
            await chromium.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a command to the page.</summary>
    /// <param name="method">The command.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <returns>Its result.</returns>
    public async Task<JsonNode> SendAsync(string method, object? parameters = null)
    {
        int id = Interlocked.Increment(ref _lastId);
        TaskCompletionSource<JsonNode> answer = _calls[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        byte[] call = JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters ?? new { }, sessionId = _session }, s_json);
        await _socket.SendAsync(call, WebSocketMessageType.Text, endOfMessage: true, Cancellation);
        return await answer.Task.WaitAsync(Cancellation);
    }

    /// <summary>Opens a page, and waits until it says that it is ready.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fragment">What follows the file in the address.</param>
    /// <param name="width">How wide the window is.</param>
    /// <param name="isDark">Whether the user prefers dark pages.</param>
    public async Task OpenAsync(string path, string fragment = "", int width = 1280, bool isDark = false)
    {
        _problems.Clear();
        await SendAsync("Emulation.setDeviceMetricsOverride", new { width, height = 900, deviceScaleFactor = 1, mobile = width < 500 });
        await SendAsync("Emulation.setEmulatedMedia", new { media = "", features = new[] { new { name = "prefers-color-scheme", value = isDark ? "dark" : "light" } } });
        foreach (string address in new[] { "about:blank", new Uri(path).AbsoluteUri + fragment })
        {
            _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await SendAsync("Page.navigate", new { url = address });
            await _loaded.Task.WaitAsync(Cancellation);
        }

        await WaitAsync("document.documentElement.dataset.ready === 'true'");
    }

    /// <summary>Waits until something of the root's attributes is so.</summary>
    /// <param name="condition">An expression.</param>
    public Task WaitAsync(string condition) => EvaluateAsync($$"""
        new Promise(done => {
          const look = () => ({{condition}}) && done(true);
          new MutationObserver(look).observe(document.documentElement, { attributes: true, subtree: true, childList: true });
          look();
        })
        """);

    /// <summary>Evaluates an expression in the page.</summary>
    /// <param name="expression">The expression.</param>
    /// <returns>Its value as text.</returns>
    public async Task<string> EvaluateAsync(string expression)
    {
        JsonNode result = await SendAsync("Runtime.evaluate", new { expression, awaitPromise = true, returnByValue = true });
        return result["exceptionDetails"] is { } failure ? throw new InvalidOperationException(failure.ToJsonString()) : result["result"]!["value"]?.ToString() ?? "";
    }

    /// <summary>Presses a key.</summary>
    /// <param name="key">Its name.</param>
    public async Task PressAsync(string key)
    {
        string? text = key.Length == 1 ? key : null;
        await SendAsync("Input.dispatchKeyEvent", new { type = "keyDown", key, text });
        await SendAsync("Input.dispatchKeyEvent", new { type = "keyUp", key });
    }

    /// <summary>Does something with the mouse.</summary>
    public Task MouseAsync(string type, double x, double y, double wheel = 0, bool isPressed = false) => SendAsync(
        "Input.dispatchMouseEvent",
        new { type, x, y, button = isPressed ? "left" : "none", buttons = isPressed ? 1 : 0, clickCount = isPressed ? 1 : 0, deltaX = 0, deltaY = wheel });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        await _reading;
        _socket.Dispose();
        _process.Dispose();
        try
        {
            _profile.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A child of it that has not ended yet still writes: the system clears its folder of temporary files.
        }
    }

    private async Task ConnectAsync()
    {
        await _socket.ConnectAsync(await _address.Task.WaitAsync(Cancellation), Cancellation);
        _reading = ReadAsync();
        JsonNode targets = await SendAsync("Target.getTargets");
        string page = targets["targetInfos"]!.AsArray().First(t => (string?)t!["type"] == "page")!["targetId"]!.ToString();
        _session = (await SendAsync("Target.attachToTarget", new { targetId = page, flatten = true }))["sessionId"]!.ToString();
        foreach (string domain in new[] { "Page", "Runtime", "Log" })
        {
            await SendAsync($"{domain}.enable");
        }
    }

    // It says on its error output where it listens.
    private void Heard(string? line)
    {
        const string Listening = "DevTools listening on ";
        if (line is null)
        {
            _address.TrySetException(new InvalidOperationException("Chromium ended before it listened."));
        }
        else if (line.StartsWith(Listening, StringComparison.Ordinal))
        {
            _address.TrySetResult(new Uri(line[Listening.Length..]));
        }
    }

    private async Task ReadAsync()
    {
        byte[] buffer = new byte[1 << 16];
        MemoryStream message = new();
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult part = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                message.Write(buffer, 0, part.Count);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                if (part.EndOfMessage)
                {
                    Take(JsonNode.Parse(message.ToArray())!);
                    message.SetLength(0);
                }
            }
        }
        catch (WebSocketException)
        {
            // The browser has ended.
        }
    }

    private void Take(JsonNode message)
    {
        if ((int?)message["id"] is { } id && _calls.TryRemove(id, out TaskCompletionSource<JsonNode>? call))
        {
            if (message["error"] is { } error)
            {
                call.SetException(new InvalidOperationException(error.ToJsonString()));
            }
            else
            {
                call.SetResult(message["result"]!);
            }
        }

        switch ((string?)message["method"])
        {
            case "Page.loadEventFired":
                _loaded.TrySetResult();
                break;
            case "Runtime.exceptionThrown" or "Log.entryAdded" or "Runtime.consoleAPICalled":
                _problems.Enqueue(message["params"]!.ToJsonString());
                break;
        }
    }
}
