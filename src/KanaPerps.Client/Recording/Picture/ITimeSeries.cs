namespace KanaPerps.Recording.Picture;

/// <summary>A series that can be made coarser.</summary>
internal interface ITimeSeries
{
    /// <summary>How many buckets it has.</summary>
    int Count { get; }

    /// <summary>Joins buckets until a quarter fewer are left, if there are several.</summary>
    void Coarsen();
}
