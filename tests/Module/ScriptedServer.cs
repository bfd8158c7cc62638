using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace KanaPerps.ModuleTests
{
    /// <summary>
    /// A server on loopback that answers as a test says: an HTTP reply for each path, or a WebSocket that sends prepared texts. It
    /// remembers the request heads and counts the connections that are open.
    /// </summary>
    public sealed class ScriptedServer : IDisposable
    {
        private readonly TcpListener _listener = new TcpListener(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stop = new CancellationTokenSource();
        private readonly ConcurrentQueue<string> _requests = new ConcurrentQueue<string>();
        private readonly ConcurrentDictionary<string, string> _replies = new ConcurrentDictionary<string, string>();
        private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _first = new ConcurrentDictionary<string, ConcurrentQueue<string>>();
        private readonly ConcurrentDictionary<TcpClient, bool> _clients = new ConcurrentDictionary<TcpClient, bool>();
        private int _open;

        public ScriptedServer()
        {
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _ = AcceptAsync();
        }

        public int Port { get; }

        public Uri WebSocketUri => new Uri($"ws://127.0.0.1:{Port}/ws/");

        /// <summary>What a WebSocket sends after its first request; null accepts the upgrade never, so that a dial hangs.</summary>
        public string[]? Frames { get; set; } = Array.Empty<string>();

        /// <summary>The heads of all requests so far.</summary>
        public string[] Requests => _requests.ToArray();

        /// <summary>Whether to speak TLS, with a certificate that nobody vouches for.</summary>
        public bool IsSecure { get; set; }

        public int ConnectionCount => Volatile.Read(ref _open);

        /// <summary>Answers a path with a status and a body instead of a WebSocket.</summary>
        public void Reply(string path, string status, string body, params string[] headers) => _replies[path] = Answer(status, body, headers);

        /// <summary>Answers the next request of a path, before those that Reply is for.</summary>
        public void ReplyOnce(string path, string status, string body, params string[] headers) =>
            _first.GetOrAdd(path, _ => new ConcurrentQueue<string>()).Enqueue(Answer(status, body, headers));

        private static string Answer(string status, string body, string[] headers)
        {
            string head = string.Concat(headers.Select(h => h + "\r\n"));
            return $"HTTP/1.1 {status}\r\n{head}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";
        }

        /// <summary>Closes the connections that are open, and goes on listening.</summary>
        public void CloseConnections()
        {
            foreach (TcpClient client in _clients.Keys)
            {
                client.Close();
            }
        }

        public void Dispose()
        {
            _stop.Cancel();
            _listener.Stop();
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token).ConfigureAwait(false);
                    _ = ServeAsync(client);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task ServeAsync(TcpClient client)
        {
            Interlocked.Increment(ref _open);
            _clients[client] = true;
            try
            {
                using (client)
                {
                    Stream stream = IsSecure ? await EncryptAsync(client.GetStream()).ConfigureAwait(false) : client.GetStream();
                    string head = await ReadHeadAsync(stream).ConfigureAwait(false);
                    _requests.Enqueue(head);
                    string path = head.Split(' ').ElementAtOrDefault(1)?.Split('?')[0] ?? "";
                    string? reply = null;
                    if ((_first.TryGetValue(path, out ConcurrentQueue<string>? first) && first.TryDequeue(out reply)) || _replies.TryGetValue(path, out reply))
                    {
                        await stream.WriteAsync(Encoding.UTF8.GetBytes(reply), _stop.Token).ConfigureAwait(false);
                    }
                    else if (Frames is null)
                    {
                        await stream.ReadAsync(new byte[1], _stop.Token).ConfigureAwait(false);
                    }
                    else
                    {
                        await StreamAsync(stream, head).ConfigureAwait(false);
                    }
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or WebSocketException or ObjectDisposedException or AuthenticationException)
            {
                // The peer went, or the test is over.
            }
            finally
            {
                _clients.TryRemove(client, out _);
                Interlocked.Decrement(ref _open);
            }
        }

        private static async Task<Stream> EncryptAsync(Stream plain)
        {
            using RSA key = RSA.Create(2048);
            CertificateRequest request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
            SslStream secure = new SslStream(plain);
            await secure.AuthenticateAsServerAsync(certificate).ConfigureAwait(false);
            return secure;
        }

        private async Task StreamAsync(Stream stream, string head)
        {
            string key = head.Split("\r\n").First(l => l.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase)).Split(':')[1].Trim();
            string accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
            string answer = $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), _stop.Token).ConfigureAwait(false);
            using WebSocket socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
            byte[] buffer = new byte[4096];
            bool isFirst = true;
            while ((await socket.ReceiveAsync(buffer, _stop.Token).ConfigureAwait(false)).MessageType != WebSocketMessageType.Close)
            {
                foreach (string frame in isFirst ? Frames! : Array.Empty<string>())
                {
                    await socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, _stop.Token).ConfigureAwait(false);
                }

                isFirst = false;
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _stop.Token).ConfigureAwait(false);
        }

        private async Task<string> ReadHeadAsync(Stream stream)
        {
            List<byte> head = new List<byte>();
            byte[] one = new byte[1];
            while (head.Count < 4 || !(head[^4] == '\r' && head[^3] == '\n' && head[^2] == '\r' && head[^1] == '\n'))
            {
                if (await stream.ReadAsync(one, _stop.Token).ConfigureAwait(false) == 0)
                {
                    break;
                }

                head.Add(one[0]);
            }

            return Encoding.ASCII.GetString(head.ToArray());
        }
    }
}
