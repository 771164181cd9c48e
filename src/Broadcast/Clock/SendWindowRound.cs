using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Clock;

/// <summary>Ends what waits for a send window that opens only when it is too late: nobody is to hope for it over night.</summary>
public sealed class SendWindowRound(LedgerSweep ledger, SendWindows windows, Node node)
    : Round("Expiring what waits for a send window too long", TimeSpan.FromSeconds(5))
{
    public override async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = node.Now;
        if (windows.Any)
            await ledger.EndShutAsync(hours => windows.Reopens(hours, now), now, cancellationToken);
    }
}
