using Npgsql;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Store.Promises;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>Redis loses what it holds in the middle of a launch: the audience that is left is not the audience.</summary>
public sealed class LostAudienceTests
{
    [Fact]
    public async Task A_launch_between_whose_pages_redis_is_emptied_stops_and_says_so()
    {
        await using var engines = await Engines.OpenAsync(EnginePair.Servers);
        AccountKey[] accounts = [new(ChannelId.Line, "U0"), new(ChannelId.Line, "U1"), new(ChannelId.Line, "U2")];
        var platform = new ScriptedChannel(ChannelId.Line, RealLimits.Of(ChannelId.Line));
        await using var house = await SendingHouse.OpenAsync(engines.Setup([.. accounts.Select(account => (platform, new Account(account, account.Id)))]));
        await house.Get<StaffDirectory>().ReplaceAsync([Sold.Seller], default);
        // A page for each account.
        foreach (var account in accounts) await house.TakenAsync([.. Enumerable.Range(0, 3).Select(number => Sold.Customer(account, number))], TimeProvider.System.GetUtcNow().AddHours(-1));
        var campaign = await house.ScheduleAsync(Audience.All, due: TimeSpan.FromSeconds(1));
        await using var connection = new NpgsqlConnection(engines.Database);
        await connection.OpenAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            // The first page is read and cannot be written. The accounts' numbers are asked for before.
            await using var stop = new NpgsqlCommand("lock table deliveries in access exclusive mode", connection);
            await stop.ExecuteNonQueryAsync();
            await Until.SeenAsync("a page that waits", TimeSpan.FromSeconds(20), () => house.NumberAsync(
                "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query ilike '%copy deliveries%'"), waiting => waiting > 0);
            await engines.Redis!.CommandAsync("FLUSHALL");
            await transaction.CommitAsync();
        }

        var found = await Until.SeenAsync("the hold", TimeSpan.FromSeconds(30), () => house.Get<Campaigns>().FindAsync(campaign, default), seen => seen!.State is CampaignState.Paused or CampaignState.Done);
        Assert.Equal(CampaignState.Paused, found!.State);
        Assert.Contains(await house.Get<CampaignNotices>().TakeAsync(TimeProvider.System.GetUtcNow(), default), notice => notice is { Reason: CampaignNoticeReason.AudienceLost } && notice.Campaign == campaign);
        // A person decides: it goes on with whom is known now, and ends.
        Assert.True(await house.Get<Campaigns>().ResumeAsync(campaign, found.Version, default));
        await Until.SeenAsync("the end", TimeSpan.FromSeconds(30), () => house.Get<Campaigns>().FindAsync(campaign, default), seen => seen!.State == CampaignState.Done);
        Assert.True((await house.Ledger.TallyAsync(campaign, default)) is { Waiting: 0, Accepted: >= 3 });
        Assert.Equal(platform.Calls.Count, platform.Calls.Select(call => (call.Account, string.Join(' ', call.Recipients))).Distinct().Count());
    }
}
