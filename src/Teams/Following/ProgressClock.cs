using Microsoft.Extensions.Logging;

namespace OmoBroadcast.Teams.Following;

/// <summary>The time by which progress cards are drawn, and where their troubles are written.</summary>
internal sealed class ProgressClock(TimeProvider time, ILogger<ProgressCards> log)
{
    public TimeProvider Time => time;

    public ILogger Log => log;

    public DateTimeOffset Now => time.GetUtcNow();
}
