using Npgsql;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.House;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>The primary is lost and its standby takes its place.</summary>
[Long]
public sealed class FailoverTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task What_had_begun_without_a_key_is_unknown_after_the_promotion_of_a_synchronous_standby()
    {
        await using var primary = await PostgresServer.StartAsync();
        var connection = await primary.CreateDatabaseAsync();
        // The operator's setting would let a commit return before it is anywhere.
        await primary.SayAsync("alter system set synchronous_commit = off");
        await primary.SayAsync("select pg_reload_conf()");
        await using var standby = await primary.StandbyAsync();
        await primary.SayAsync("alter system set synchronous_standby_names = '*'");
        await primary.SayAsync("select pg_reload_conf()");
        var (campaign, begun) = await LostWithCallsUnderWayAsync(primary, connection);

        await standby.PromoteAsync();
        var there = new NpgsqlConnectionStringBuilder(connection) { Port = standby.Port };
        await using var after = await LedgerFixture.OnAsync(there.ToString());
        await after.Sweep.SweepAsync(Given.Now, Given.KeyLife, default);
        Assert.Equal(new Tally { Waiting = 3, Unknown = 3 }, await after.Deliveries.TallyAsync(campaign, default));
        var rest = await after.ClaimAsync(account: Meta.Page);
        Assert.Equal(3, rest.Count);
        Assert.Empty(rest.Select(request => request.Id).Intersect(begun));
    }

    /// <summary>Six are to be sent, four are claimed, and three calls are under way when the machine is lost.</summary>
    private static async Task<(long Campaign, IReadOnlyList<Guid> Begun)> LostWithCallsUnderWayAsync(
        PostgresServer primary,
        string connection
    )
    {
        await using var ledger = await LedgerFixture.OnAsync(connection);
        await Until.SeenAsync(
            "replication to be synchronous",
            Soon,
            () => ledger.Database.ReplicationAsync(default),
            seen => seen == Replication.Synchronous
        );
        var campaign = await ledger.SendingAsync(Given.Singles(0, 6, null, retrySafe: false, account: Meta.Page));
        var begun = (await ledger.ClaimAsync(4, Given.Gone, account: Meta.Page)).Take(3).ToList();
        Assert.Equal(3, (await ledger.Queue.BeginAsync(begun, Given.Gone, default)).Count);
        await primary.KillAsync();
        return (campaign, [.. begun.Select(request => request.Id)]);
    }

    [Fact]
    public async Task A_standby_that_commits_do_not_wait_for_is_told_of()
    {
        await using var primary = await PostgresServer.StartAsync();
        await using var ledger = await LedgerFixture.OnAsync(await primary.CreateDatabaseAsync());
        Assert.Equal(Replication.None, await ledger.Database.ReplicationAsync(default));
        await using var standby = await primary.StandbyAsync();
        await Until.SeenAsync(
            "the standby to be seen",
            Soon,
            () => ledger.Database.ReplicationAsync(default),
            seen => seen == Replication.Asynchronous
        );
    }
}
