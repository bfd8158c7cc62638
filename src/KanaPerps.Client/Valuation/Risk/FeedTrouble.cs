using KanaPerps.Streaming;

namespace KanaPerps.Valuation;

/// <summary>What the notices of a feed say of its data: whether it has come, and whether it may be out of date.</summary>
internal struct FeedTrouble
{
    private bool _isCut;
    private bool _standsStill;

    /// <summary>Whether data has come.</summary>
    public bool HasData { get; private set; }

    /// <summary>Whether a notice said that no data comes, or none that changes, and none has come since.</summary>
    public readonly bool IsOutOfDate => _isCut || _standsStill;

    /// <summary>Whether there is no use in waiting for the first data: it has come, or there is trouble.</summary>
    public readonly bool IsSettled => HasData || _isCut;

    /// <summary>Takes a notice.</summary>
    /// <param name="notice">The notice.</param>
    /// <returns>Whether it says something of this.</returns>
    public bool Saw(StreamNotice notice)
    {
        switch (notice)
        {
            case StaleNotice or NoFirstMessageNotice or ReconnectingNotice or FaultNotice or DisconnectedNotice { IsEndOfRecording: false }:
                return !_isCut && (_isCut = true);
            case StandstillNotice:
                return !_standsStill && (_standsStill = true);
            default:
                return false;
        }
    }

    /// <summary>Takes data.</summary>
    /// <param name="isNew">Whether it differs from what came before.</param>
    public void SawData(bool isNew)
    {
        HasData = true;
        _isCut = false;
        _standsStill &= !isNew;
    }
}
