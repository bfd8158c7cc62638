using System.Management.Automation;
using KanaPerps.Recording;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Writes the objects of a recording, as the Watch- commands wrote them then.</summary>
[Cmdlet(VerbsData.Import, "KanaRecording", DefaultParameterSetName = MarketParameterSets.Id)]
[OutputType(typeof(OrderBook), typeof(Trade), typeof(Position), typeof(OpenOrder), typeof(Fill), typeof(OrderRecord), typeof(FundingRate), typeof(Transfer), typeof(TopicMessage))]
public sealed class ImportKanaRecordingCommand : RecordingPartCommand
{
    private StreamLink? _link;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _link = StreamLink.Announce(this);
    }

    private protected override void Process(string folder)
    {
        _link!.Start();
        if (Open(folder) is not var (recording, others))
        {
            return;
        }

        foreach (RecordingDamage other in others.Where(o => o.Kind == RecordingDamageKind.OtherFile))
        {
            Tell(other);
        }

        Import(recording, Part);
        HideProgress();
    }

    private void Import(RecordingFolder recording, ReadOptions part)
    {
        KanaEndpoint endpoint = recording.Description.Endpoint;
        FeedSelection selection = Select(endpoint)();
        AccountWallets wallets = new();
        NoticeWriter notices = new(this);
        GapMarks gaps = new();
        using CancellationTokenSource wake = CancellationTokenSource.CreateLinkedTokenSource(StopToken, Ending);
        using RecordingReader reader = new(new BlockPump(stop => recording.Read(part, stop), wake.Token), endpoint);
        RecordingImport import = new(reader, selection, new SubscriptionOptions { EveryMessage = EveryMessage }, part)
        {
            OnFeed = feed => wallets.Add(endpoint, feed.Key ?? ""),
            OnRest = (query, answer) => AddWallet(wallets, endpoint, query, answer),
        };
        long total = recording.FilesOf(part).Sum(f => f.Length);
        using IEnumerator<RecordingEvent> events = import.Play().GetEnumerator();
        using PipelineWait.Follower? waits = PipelineWait.Follow();
        while (waits is not { IsOver: true } && Next(events, recording.Path))
        {
            RecordingEvent next = events.Current;
            if (next.Damage is { } damage)
            {
                gaps.SawDamage();
                Tell(damage);
            }
            else if (next.Notice is { } notice)
            {
                gaps.Saw(notice);
                notices.WriteRecorded(notice);
                if (_link!.IsJoined)
                {
                    WriteObject(notice);
                }
            }
            else if (next.IsReadable)
            {
                // What is played begins with how things stood then.
                _link!.SawData(next.Feed!, next.IsEarlier ? part.From ?? next.At : next.At);
            }

            // By index: this runs for each message, and an enumerator would be garbage of it.
            for (int i = 0; i < next.Items.Count && !Ending.IsCancellationRequested && waits is not { IsOver: true }; i++)
            {
                WriteObject(gaps.Mark(next.Feed!, wallets.Name(next.Feed!, next.Items[i])));
                gaps.HandedOn(next.Feed!, next.Items[i]);
            }

            ShowProgress(recording.Path, reader.Progress, total);
        }

        if (waits is not { IsOver: true })
        {
            TellMissing(selection, recording);
        }
    }

    private void Tell(RecordingDamage damage)
    {
        WriteWarning(damage.ToString());
        WarningVariable.Attach(this, damage);
    }
}
