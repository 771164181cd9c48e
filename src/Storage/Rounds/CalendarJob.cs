namespace OmoBroadcast.Storage.Rounds;

/// <summary>
/// What is done by the calendar, on one node at a time. It is declared where it belongs; the clock of Broadcast runs it, and makes up for a
/// time at which no node was up.
/// </summary>
/// <param name="work">What it does, as the log is to name it.</param>
/// <param name="every">From one time to the next.</param>
public abstract class CalendarJob(string work, TimeSpan every)
{
    /// <summary>As metrics, health, documents and the clock's tables name it.</summary>
    public string Name => WorkName.Of(GetType());

    public string Work => work;

    public TimeSpan Every => every;

    /// <summary>Whatever it throws is told, and it is done again at the next time.</summary>
    public abstract Task RunAsync(CancellationToken cancellationToken);
}
