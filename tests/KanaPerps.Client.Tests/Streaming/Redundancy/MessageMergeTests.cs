using KanaPerps.Streaming.Redundancy;

namespace KanaPerps.Client.Tests.Streaming.Redundancy;

public sealed class MessageMergeTests
{
    private readonly List<string> _delivered = [];
    private MessageMerge _merge = new(isHistory: false);
    private TimeSpan _now = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_state_comes_of_the_leader_alone()
    {
        (MergeSource leader, MergeSource standby) = Join("A");

        Send(leader, "B");
        Send(standby, "B");
        Send(standby, "C");
        Send(leader, "C");

        Assert.Equal("A B C", Delivered);
    }

    [Fact]
    public void A_state_that_goes_back_to_what_it_was_is_three_states_whichever_connection_is_behind()
    {
        (MergeSource leader, MergeSource standby) = Join("A");
        Send(leader, "B", "A", "C");
        Send(standby, "B", "A", "C");
        Send(standby, "B", "A", "B");
        Send(leader, "B", "A", "B");

        Assert.Equal("A B A C B A B", Delivered);
    }

    [Fact]
    public void A_lost_leader_is_followed_by_what_the_other_had_brought_and_it_had_not()
    {
        (MergeSource leader, MergeSource standby) = Join("A");
        Send(leader, "B");
        Send(standby, "B", "A", "B");
        Lose(leader, standby);
        Send(standby, "C");

        Assert.Equal("A B A B C", Delivered);
    }

    [Fact]
    public void What_the_lost_leader_had_brought_is_not_told_again_when_the_other_brings_it()
    {
        (MergeSource leader, MergeSource standby) = Join("A");
        Send(leader, "B", "C", "D");
        Lose(leader, standby);
        Send(standby, "B", "C", "D", "E");

        Assert.Equal("A B C D E", Delivered);
    }

    [Fact]
    public void A_state_that_the_venue_sent_to_one_connection_only_holds_nothing_up()
    {
        (MergeSource leader, MergeSource standby) = Join("A");
        Send(leader, "B", "C", "D");
        Send(standby, "D");
        Send(standby, "E", "F");
        Send(leader, "F");

        Assert.Equal("A B C D F", Delivered);
        Assert.Null(standby.AheadSince);
    }

    [Fact]
    public void A_leader_that_does_not_bring_what_the_other_brought_is_behind()
    {
        (MergeSource leader, MergeSource standby) = Join("A");
        Send(standby, "B");
        Assert.Null(_merge.AheadOfLeader(_now + MessageMerge.Patience));
        Assert.Equal(standby, _merge.AheadOfLeader(_now + MessageMerge.Patience + TimeSpan.FromTicks(1)));

        Send(leader, "B");
        Assert.Null(_merge.AheadOfLeader(_now + (MessageMerge.Patience * 2)));
    }

    [Fact]
    public void Connections_that_never_bring_the_same_are_not_compared_and_only_a_loss_changes_the_leader()
    {
        MergeSource leader = _merge.Join();
        Send(leader, "A");
        MergeSource standby = _merge.Join();
        Send(standby, "a", "b");
        Send(leader, "B");
        Assert.Null(_merge.AheadOfLeader(_now + TimeSpan.FromMinutes(1)));

        Lose(leader, standby);
        Assert.Equal("A B b", Delivered);
    }

    [Fact]
    public void A_new_connection_that_begins_a_little_behind_repeats_nothing()
    {
        MergeSource leader = _merge.Join();
        Send(leader, "A", "B", "C");
        MergeSource standby = _merge.Join();
        Send(standby, "B");
        Send(leader, "D");
        Lose(leader, standby);
        Send(standby, "C", "D", "E");

        Assert.Equal("A B C D E", Delivered);
    }

    [Fact]
    public void A_new_connection_whose_first_state_is_the_present_one_repeats_nothing_however_old_that_is()
    {
        MergeSource leader = _merge.Join();
        Send(leader, "A");
        _now += TimeSpan.FromHours(1);
        MergeSource standby = _merge.Join();
        Send(standby, "A");
        Lose(leader, standby);
        Send(standby, "B");

        Assert.Equal("A B", Delivered);
    }

    [Fact]
    public void What_a_connection_was_not_sent_does_not_swallow_the_same_state_later()
    {
        (MergeSource leader, MergeSource standby) = Join("A");
        Send(leader, "B", "C");
        _now += TimeSpan.FromMinutes(1);
        Lose(leader, standby);
        Send(standby, "D", "B");

        Assert.Equal("A B C D B", Delivered);
    }

    [Fact]
    public void What_a_connection_was_not_sent_and_is_past_does_not_swallow_the_same_state_a_moment_later()
    {
        (MergeSource leader, MergeSource standby) = Join("A");
        Send(leader, "B");
        Send(standby, "C");
        Send(leader, "C");
        Send(standby, "B");
        Lose(leader, standby);

        Assert.Equal("A B C B", Delivered);
    }

    [Fact]
    public void A_history_comes_of_whichever_connection_is_first()
    {
        _merge = new MessageMerge(isHistory: true);
        (MergeSource leader, MergeSource standby) = Join("A");
        Send(standby, "B");
        Send(leader, "B", "C");
        Send(standby, "C", "D");
        Lose(leader, standby);
        Send(standby, "E");

        Assert.Equal("A B C D E", Delivered);
    }

    [Fact]
    public void What_is_kept_of_connections_that_are_not_comparable_stays_small()
    {
        MergeSource leader = _merge.Join();
        MergeSource standby = _merge.Join();
        for (int i = 0; i < 100_000; i++)
        {
            Send(leader, $"leader {i}");
            Send(standby, $"standby {i}");
        }

        Assert.InRange(standby.TakeAhead().Length, 1, 1000);
    }

    /// <summary>Two connections with lags of their own, one of which is cut at random times, against the sequence that the venue sent.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void In_ten_thousand_seeded_runs_nothing_is_missing_repeated_or_swallowed(bool isHistory)
    {
        for (int seed = 0; seed < 10_000; seed++)
        {
            new MergeRun(seed, isHistory).Check();
        }
    }

    private string Delivered => string.Join(' ', _delivered);

    private (MergeSource Leader, MergeSource Standby) Join(string state)
    {
        MergeSource leader = _merge.Join();
        Send(leader, state);
        MergeSource standby = _merge.Join();
        Send(standby, state);
        return (leader, standby);
    }

    private void Send(MergeSource source, params string[] messages)
    {
        foreach (string message in messages)
        {
            ulong fingerprint = MergeRun.Fingerprint(message);
            switch (_merge.Take(source, fingerprint, _now))
            {
                case MergeVerdict.Deliver:
                    _delivered.Add(message);
                    break;
                case MergeVerdict.Keep:
                    source.Keep(MergeRun.Kept(message, _now));
                    break;
            }
        }
    }

    private void Lose(MergeSource leader, MergeSource standby)
    {
        _merge.Leave(leader);
        _delivered.AddRange(_merge.TakeOver(standby, _now).Select(MergeRun.Text));
    }
}
