using System.Net;
using System.Net.Sockets;

namespace KanaPerps.Transport;

/// <summary>
/// Connects to a host that has several addresses, one of which may be dead: families alternate, each further address is tried a
/// fraction of a second after the one before or as soon as that has failed, and the first connection is taken (RFC 8305,
/// https://www.rfc-editor.org/rfc/rfc8305). Names are looked up anew for each dial.
/// </summary>
internal sealed class StaggeredDial
{
    /// <summary>How long one address has for itself before the next is tried beside it.</summary>
    public static readonly TimeSpan Stagger = TimeSpan.FromMilliseconds(250);

    private readonly TimeProvider _time;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;
    private readonly Func<IPEndPoint, CancellationToken, Task<Stream>> _connect;

    /// <summary>Prepares dials.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="resolve">Looks a name up, or null for the system's way.</param>
    /// <param name="connect">Connects to one address, and leaves nothing behind when it fails or is cancelled; or null for a TCP socket.</param>
    public StaggeredDial(TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null, Func<IPEndPoint, CancellationToken, Task<Stream>>? connect = null)
    {
        _time = time;
        _resolve = resolve ?? Dns.GetHostAddressesAsync;
        _connect = connect ?? OpenSocket.ConnectAsync;
    }

    /// <summary>An address that is tried last, or null: where a second connection shall not share the fate of the first.</summary>
    public IPAddress? Avoid { get; init; }

    /// <summary>Connects.</summary>
    /// <param name="peer">The host and port.</param>
    /// <param name="cancellation">Ends the dial; no attempt is left then.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="SocketException">The name is not known, or no address answers: what the first attempt failed with.</exception>
    public async Task<Stream> ConnectAsync(DnsEndPoint peer, CancellationToken cancellation)
    {
        IPAddress[] addresses = Alternate(await _resolve(peer.Host, cancellation).ConfigureAwait(false));
        addresses = [.. addresses.Where(a => !a.Equals(Avoid)), .. addresses.Where(a => a.Equals(Avoid))];
        if (addresses.Length == 0)
        {
            throw new SocketException((int)SocketError.NoData);
        }

        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        List<Task<Stream>> attempts = [];
        Task<Stream>? winner = null;
        try
        {
            foreach (IPAddress address in addresses)
            {
                attempts.Add(_connect(new IPEndPoint(address, peer.Port), over.Token));
                winner = await FirstAsync(attempts, isLast: attempts.Count == addresses.Length, cancellation).ConfigureAwait(false);
                cancellation.ThrowIfCancellationRequested();
                if (winner is not null)
                {
                    return await winner.ConfigureAwait(false);
                }
            }

            return await (attempts.Find(a => !IsWithoutRoute(a)) ?? attempts[0]).ConfigureAwait(false);
        }
        catch
        {
            winner = null;
            throw;
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            foreach (Task<Stream> attempt in attempts.Where(a => a != winner))
            {
                await DiscardAsync(attempt).ConfigureAwait(false);
            }
        }
    }

    // The addresses in the system's order, but so that a dead family costs one attempt and not all.
    private static IPAddress[] Alternate(IPAddress[] addresses)
    {
        IPAddress[] first = [.. addresses.Where(a => a.AddressFamily == addresses[0].AddressFamily)];
        IPAddress[] second = [.. addresses.Where(a => a.AddressFamily != addresses[0].AddressFamily)];
        return [.. Enumerable.Range(0, Math.Max(first.Length, second.Length)).SelectMany(i => first.Skip(i).Take(1).Concat(second.Skip(i).Take(1)))];
    }

    // The first attempt that succeeds, or null when the next one is due.
    private async Task<Task<Stream>?> FirstAsync(List<Task<Stream>> attempts, bool isLast, CancellationToken cancellation)
    {
        using CancellationTokenSource answered = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task due = Task.Delay(isLast ? Timeout.InfiniteTimeSpan : Stagger, _time, answered.Token);
        try
        {
            while (true)
            {
                // Taken before the attempts are looked at: one that ends in between is among them, and ends the wait.
                Task[] underWay = [.. attempts.Where(a => !a.IsCompleted)];
                if (attempts.Find(a => a.IsCompletedSuccessfully) is { } winner)
                {
                    return winner;
                }

                if (due.IsCompleted || (attempts[^1].IsCompleted && !isLast) || underWay.Length == 0)
                {
                    return null;
                }

                await Task.WhenAny([due, .. underWay]).ConfigureAwait(false);
            }
        }
        finally
        {
            await answered.CancelAsync().ConfigureAwait(false);
        }
    }

    // A machine without IPv6 fails so at once; what another address says tells more.
    private static bool IsWithoutRoute(Task attempt) => attempt.Exception?.InnerException is SocketException
    {
        SocketErrorCode: SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable,
    };

    private static async Task DiscardAsync(Task<Stream> attempt)
    {
        await ((Task)attempt).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (attempt.IsCompletedSuccessfully)
        {
            await attempt.Result.DisposeAsync().ConfigureAwait(false);
        }
    }
}
