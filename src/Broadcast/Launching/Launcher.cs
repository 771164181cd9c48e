using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Launching;

/// <summary>
/// Writes a due campaign into the ledger, page by page. Started twice, or on two nodes, it writes once: a lease and a cursor are checked in
/// the transaction of every page. After a crash it goes on behind the last page written.
/// </summary>
public sealed partial class Launcher(ApprovalCheck approval, LaunchWriter ledger, LaunchPages pages, Node node, ILogger<Launcher> log)
{
    /// <summary>How long without a sign until another node may take a launch over.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(8);

    private readonly ConcurrentDictionary<long, bool> underWay = new();

    /// <summary>Does nothing if the campaign is not due or somebody is at it. Throws what the stores throw when they are away; the sweeper
    /// comes again.</summary>
    public async Task LaunchAsync(long id, CancellationToken cancellationToken)
    {
        // The sweeper and the clock may both come for it, each as often as it likes.
        if (!underWay.TryAdd(id, true))
            return;
        try
        {
            await LaunchOnceAsync(id, cancellationToken);
        }
        finally
        {
            underWay.TryRemove(id, out _);
        }
    }

    private async Task LaunchOnceAsync(long id, CancellationToken cancellationToken)
    {
        if (
            await approval.OpenAsync(id, () => ledger.LookAsync(id, node.Name, Lease, node.Now, cancellationToken), cancellationToken)
            is null
        )
            return;
        if (await ledger.BeginLaunchAsync(id, node.Name, Lease, node.Now, cancellationToken) is not { } lease)
            return;
        // Between the look and the beginning its sender may have taken it back, changed it and sent it anew.
        if (await approval.BegunAsync(id, cancellationToken) is not { } campaign)
            return;
        // Before anything is read: what changes from here on is asked for before each call.
        var marks = await pages.MarksAsync(cancellationToken);
        if (await ledger.MarkLaunchAsync(lease, marks, cancellationToken) is not { } present)
            return;
        if (present.Promised?.AreOver(marks.Lives!) == true)
        {
            await LoseAsync(lease, cancellationToken);
            return;
        }

        if (
            await AppendAllAsync(lease, campaign, present.Read, cancellationToken) is { } written
            && await ledger.FinishLaunchAsync(written, cancellationToken)
        )
            LogLaunched(id);
    }

    /// <returns>Null: it has stopped, and somebody else or a person goes on with it.</returns>
    private async Task<LaunchLease?> AppendAllAsync(
        LaunchLease lease,
        Campaign campaign,
        string present,
        CancellationToken cancellationToken
    )
    {
        await using var source = pages.ReadAsync(campaign, lease.Cursor, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var read = await source.MoveNextAsync();
        while (read)
        {
            if (await LostAsync(lease, present, cancellationToken))
                return null;
            var page = source.Current;
            // The next page is read while this one is written.
            var reading = source.MoveNextAsync().AsTask();
            try
            {
                if (!await AppendAsync(lease, page, cancellationToken))
                    return null;
            }
            finally
            {
                await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            lease = lease with { Cursor = page.Cursor };
            read = await reading;
        }

        return await LostAsync(lease, present, cancellationToken) ? null : lease;
    }

    /// <summary>
    /// Whether Redis has lost what it held since the audience was begun to be read. Nothing can give it back, and an audience that has
    /// become smaller by it must not count as the whole: a person decides.
    /// </summary>
    private async Task<bool> LostAsync(LaunchLease lease, string present, CancellationToken cancellationToken)
    {
        if (await pages.PresentAsync(cancellationToken) == present)
            return false;
        await LoseAsync(lease, cancellationToken);
        return true;
    }

    private async Task LoseAsync(LaunchLease lease, CancellationToken cancellationToken)
    {
        if (!await ledger.LoseAudienceAsync(lease, node.Now, cancellationToken))
            return;
        LogAudienceLost(lease.Campaign);
        await node.Nudges.SendAsync(Topics.Stop(lease.Campaign));
        await node.Nudges.SendAsync(Topics.Moved(lease.Campaign));
    }

    private async Task<bool> AppendAsync(LaunchLease lease, LaunchPage page, CancellationToken cancellationToken)
    {
        if (!await ledger.AppendAsync(lease, page, cancellationToken))
        {
            LogTakenOver(lease.Campaign);
            return false;
        }

        foreach (var account in page.Requests.Select(request => request.Account).Distinct())
            await node.Nudges.SendAsync(Topics.Work(account));
        return true;
    }

    [LoggerMessage(LogLevel.Information, "Campaign {Campaign} is launched")]
    private partial void LogLaunched(long campaign);

    [LoggerMessage(LogLevel.Information, "The launch of campaign {Campaign} was taken over or stopped")]
    private partial void LogTakenOver(long campaign);

    [LoggerMessage(
        LogLevel.Error,
        "Redis has lost what it held since campaign {Campaign} was promised, before its whole audience was read; its launch stops and waits for a person"
    )]
    private partial void LogAudienceLost(long campaign);
}
