namespace KanaPerps.Simulator;

/// <summary>Hears what the book does, while it does it. It must not submit or cancel from within.</summary>
internal interface IMatchListener
{
    /// <summary>Two orders met; both already count the fill.</summary>
    void Matched(in Match match);

    /// <summary>An order ended with something left of it.</summary>
    void Cancelled(Order order);
}
