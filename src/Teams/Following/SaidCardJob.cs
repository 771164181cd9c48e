using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Teams;

namespace OmoBroadcast.Teams.Following;

/// <summary>Forgets which old cards show what a customer said: they are drawn anew no more.</summary>
internal sealed class SaidCardJob(SaidCards cards, TimeProvider time) : CalendarJob("Forgetting old cards", TimeSpan.FromHours(6))
{
    public override Task RunAsync(CancellationToken cancellationToken) => cards.ForgetAsync(time.GetUtcNow(), cancellationToken);
}
