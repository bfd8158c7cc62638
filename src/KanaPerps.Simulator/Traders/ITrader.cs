namespace KanaPerps.Simulator;

/// <summary>Somebody who trades on the venue.</summary>
internal interface ITrader
{
    /// <summary>Does what there is to do in one step.</summary>
    void Act();
}
