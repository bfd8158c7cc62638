using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using KanaPerps.Testing;
using KanaPerps.Transport;
using Microsoft.Extensions.Time.Testing;

namespace KanaPerps.Client.Tests.Transport;

/// <summary>A host with several addresses, whose connections a test answers one by one.</summary>
public sealed class StaggeredDialTests
{
    private static readonly IPAddress s_v6 = IPAddress.Parse("2001:db8::1");
    private static readonly IPAddress s_otherV6 = IPAddress.Parse("2001:db8::2");
    private static readonly IPAddress s_v4 = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress s_otherV4 = IPAddress.Parse("192.0.2.2");

    private readonly FakeTimeProvider _time = new();
    private readonly Channel<Attempt> _attempts = Channel.CreateUnbounded<Attempt>();
    private int _lookUps;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_address_that_does_not_answer_has_a_quarter_of_a_second_before_the_next_is_tried_beside_it()
    {
        Task<Stream> dial = DialAsync(Token, s_v6, s_v4);
        Attempt dead = await NextAsync();

        _time.Advance(StaggeredDial.Stagger - TimeSpan.FromMilliseconds(1));
        Assert.False(_attempts.Reader.TryRead(out _));
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Attempt next = await NextAsync();
        Assert.Equal((s_v6, s_v4), (dead.Address, next.Address));
        Assert.False(dead.IsCancelled);
        Assert.Same(next.Succeed(), await dial.InTime());
        Assert.True(dead.IsCancelled);
    }

    [Fact]
    public async Task The_next_address_is_tried_at_once_when_one_refuses()
    {
        Task<Stream> dial = DialAsync(Token, s_v6, s_v4);

        (await NextAsync()).Fail(SocketError.ConnectionRefused);

        Assert.Same((await NextAsync()).Succeed(), await dial.InTime());
    }

    [Fact]
    public async Task A_slow_first_address_still_wins_when_it_answers_first()
    {
        Task<Stream> dial = DialAsync(Token, s_v6, s_v4);
        Attempt slow = await NextAsync();
        _time.Advance(StaggeredDial.Stagger);
        Attempt next = await NextAsync();

        Assert.Same(slow.Succeed(), await dial.InTime());

        Assert.True(next.IsCancelled);
    }

    [Fact]
    public async Task Families_alternate_so_that_a_dead_one_costs_one_attempt()
    {
        Task<Stream> dial = DialAsync(Token, s_v6, s_otherV6, s_v4, s_otherV4);
        List<IPAddress> tried = [];
        for (int i = 0; i < 4; i++)
        {
            Attempt attempt = await NextAsync();
            tried.Add(attempt.Address);
            attempt.Fail(SocketError.ConnectionRefused);
        }

        Assert.Equal([s_v6, s_v4, s_otherV6, s_otherV4], tried);
        await Assert.ThrowsAsync<SocketException>(() => dial.InTime());
    }

    [Fact]
    public async Task A_loser_that_connects_all_the_same_is_closed()
    {
        Task<Stream> dial = DialAsync(Token, s_v6, s_v4);
        Attempt late = await NextAsync();
        late.ConnectsWhenCancelled = true;
        _time.Advance(StaggeredDial.Stagger);
        Stream won = (await NextAsync()).Succeed();

        Assert.Same(won, await dial.InTime());

        Assert.False(late.Stream.CanRead);
        Assert.True(won.CanRead);
    }

    [Fact]
    public async Task Cancelling_ends_every_attempt_and_closes_what_connects_all_the_same()
    {
        using CancellationTokenSource cancellation = new();
        Task<Stream> dial = DialAsync(cancellation.Token, s_v6, s_v4, s_otherV4);
        Attempt first = await NextAsync();
        first.ConnectsWhenCancelled = true;
        _time.Advance(StaggeredDial.Stagger);
        Attempt second = await NextAsync();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dial.InTime());
        Assert.True(first.IsCancelled && second.IsCancelled);
        Assert.False(first.Stream.CanRead);
        Assert.False(_attempts.Reader.TryRead(out _));
    }

    [Fact]
    public async Task When_no_address_answers_a_machine_without_IPv6_is_not_the_reason_told()
    {
        Task<Stream> dial = DialAsync(Token, s_v6, s_v4);
        (await NextAsync()).Fail(SocketError.NetworkUnreachable);
        (await NextAsync()).Fail(SocketError.ConnectionRefused);

        SocketException e = await Assert.ThrowsAsync<SocketException>(() => dial.InTime());

        Assert.Equal(SocketError.ConnectionRefused, e.SocketErrorCode);
    }

    [Fact]
    public async Task The_last_address_is_waited_for_as_long_as_the_dial_lasts()
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(10), _time);
        Task<Stream> dial = DialAsync(deadline.Token, s_v4);
        Attempt only = await NextAsync();

        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(dial.IsCompleted || only.IsCancelled);
        _time.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dial.InTime());
        Assert.True(only.IsCancelled);
    }

    [Fact]
    public async Task A_name_is_looked_up_anew_for_each_dial()
    {
        StaggeredDial dial = Make(s_v4);
        for (int i = 0; i < 3; i++)
        {
            Task<Stream> one = dial.ConnectAsync(new DnsEndPoint("venue.example", 443), Token);
            (await NextAsync()).Succeed();
            await one.InTime();
        }

        Assert.Equal(3, _lookUps);
    }

    [Fact]
    public async Task A_name_without_an_address_is_a_name_that_cannot_be_looked_up()
    {
        SocketException e = await Assert.ThrowsAsync<SocketException>(() => DialAsync(Token).InTime());

        Assert.Equal(SocketError.NoData, e.SocketErrorCode);
    }

    [Fact]
    public async Task A_connection_is_noticed_in_whatever_moment_it_comes_about()
    {
        for (int i = 0; i < 20_000; i++)
        {
            int pause = i % 200;
            TaskCompletionSource<Stream> attempt = new(TaskCreationOptions.RunContinuationsAsynchronously);
            StaggeredDial dial = new(_time, (_, _) => Task.FromResult<IPAddress[]>([s_v4]), (_, _) =>
            {
                ThreadPool.UnsafeQueueUserWorkItem(
                    _ =>
                    {
                        Thread.SpinWait(pause);
                        attempt.SetResult(Stream.Null);
                    },
                    null);
                return attempt.Task;
            });

            Assert.Same(Stream.Null, await dial.ConnectAsync(new DnsEndPoint("venue.example", 443), Token).InTime());
        }
    }

    private Task<Stream> DialAsync(CancellationToken cancellation, params IPAddress[] addresses) =>
        Make(addresses).ConnectAsync(new DnsEndPoint("venue.example", 443), cancellation);

    private StaggeredDial Make(params IPAddress[] addresses) => new(
        _time,
        (_, _) =>
        {
            _lookUps++;
            return Task.FromResult(addresses);
        },
        (address, cancellation) =>
        {
            Attempt attempt = new(address.Address, cancellation);
            _attempts.Writer.TryWrite(attempt);
            return attempt.Result;
        });

    private Task<Attempt> NextAsync() => _attempts.Reader.ReadAsync(Token).AsTask().InTime();

    private sealed class Attempt
    {
        private readonly TaskCompletionSource<Stream> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Attempt(IPAddress address, CancellationToken cancellation)
        {
            Address = address;
            cancellation.Register(() =>
            {
                IsCancelled = true;
                _ = ConnectsWhenCancelled ? _result.TrySetResult(Stream) : _result.TrySetCanceled(cancellation);
            });
        }

        public IPAddress Address { get; }

        public MemoryStream Stream { get; } = new();

        public Task<Stream> Result => _result.Task;

        public bool ConnectsWhenCancelled { get; set; }

        public bool IsCancelled { get; private set; }

        public MemoryStream Succeed()
        {
            _result.TrySetResult(Stream);
            return Stream;
        }

        public void Fail(SocketError error) => _result.TrySetException(new SocketException((int)error));
    }
}
