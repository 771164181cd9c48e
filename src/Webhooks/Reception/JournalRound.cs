using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Rounds;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>Writes the journal behind Redis, and puts Redis together from it where it has lost something.</summary>
internal sealed class JournalRound(JournalDrain drain, PresentRebuild rebuild, JournalSignal signal, Roster roster, TimeProvider time)
    : Round("Writing the journal", TimeSpan.FromSeconds(1))
{
    private static readonly TimeSpan BetweenChecks = TimeSpan.FromSeconds(3);

    private bool failing = true;
    private int connections;
    private long checkedAt;

    /// <summary>With entries waiting for an engine to come back, more of them are no news.</summary>
    public override bool Listens => !failing;

    /// <summary>Staff who tag or answer many nudge often.</summary>
    public override TimeSpan Rest => TimeSpan.FromMilliseconds(200);

    private List<AccountKey> Accounts => [.. roster.Accounts.Select(account => account.Key)];

    public override Task BeginAsync(CancellationToken cancellationToken) => rebuild.BeginAsync(Accounts, cancellationToken);

    public override Task NewsAsync(CancellationToken cancellationToken) => signal.WaitAsync(cancellationToken);

    public override async Task LookAsync(CancellationToken cancellationToken)
    {
        var mustCheck = failing || drain.IsHeld || connections != drain.Connections || time.GetElapsedTime(checkedAt) >= BetweenChecks;
        failing = true;
        var accounts = Accounts;
        // Before SQL is asked, which may be away.
        var waits = await drain.WaitsAsync(accounts, cancellationToken);
        if (mustCheck)
            await CheckAsync(accounts, cancellationToken);
        if (waits)
            await drain.DrainWithOwedAsync(accounts, cancellationToken);
        failing = false;
    }

    /// <summary>Redis loses what it holds only where it is begun anew, or emptied by hand: so not for each act of staff.</summary>
    private async Task CheckAsync(List<AccountKey> accounts, CancellationToken cancellationToken)
    {
        // Before: made anew meanwhile, it is checked again.
        var (before, at) = (drain.Connections, time.GetTimestamp());
        await rebuild.CheckAsync(accounts, () => drain.DrainAsync(accounts, cancellationToken), cancellationToken);
        (connections, checkedAt) = (before, at);
    }
}
