using Microsoft.Extensions.Logging;
using OmoBroadcast.Store.Present;
using OmoBroadcast.Store.Promises;

namespace OmoBroadcast.Broadcast.Launching;

/// <summary>
/// Writes a due campaign into the ledger, page by page. Started twice, or on two nodes, it writes once: a lease and a cursor are checked in the
/// transaction of every page. After a crash it goes on behind the last page written.
/// </summary>
public sealed class Launcher(LaunchGate gate, Ledger ledger, LaunchPages pages, Node node, ILogger<Launcher> log)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(8);

    /// <summary>Does nothing if the campaign is not due or another node is at it. Throws what the stores throw when they are away; the sweeper comes again.</summary>
    public async Task LaunchAsync(long id, CancellationToken ct)
    {
        if (await gate.OpenAsync(id, ct) is not { } campaign) return;
        if (await ledger.BeginLaunchAsync(id, node.Name, Lease, node.Now, ct) is not { } lease) return;
        await using var source = pages.ReadAsync(campaign, lease.Cursor, ct).GetAsyncEnumerator(ct);
        var read = await source.MoveNextAsync();
        while (read)
        {
            var page = source.Current;
            // The next page is read while this one is written.
            var reading = source.MoveNextAsync().AsTask();
            try
            {
                if (!await AppendAsync(lease, page, ct)) return;
            }
            finally
            {
                await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            lease = lease with { Cursor = page.Cursor };
            read = await reading;
        }

        if (await ledger.FinishLaunchAsync(lease, ct)) log.LogInformation("Campaign {Campaign} is launched", id);
    }

    private async Task<bool> AppendAsync(LaunchLease lease, LaunchPage page, CancellationToken ct)
    {
        if (!await ledger.AppendAsync(lease, page, ct))
        {
            log.LogInformation("The launch of campaign {Campaign} was taken over or stopped", lease.Campaign);
            return false;
        }

        foreach (var account in page.Requests.Select(request => request.Account).Distinct()) await node.Nudges.SendAsync(Topics.Work(account));
        return true;
    }
}
