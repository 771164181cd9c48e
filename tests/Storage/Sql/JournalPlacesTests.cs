using Microsoft.Extensions.Time.Testing;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Storage.Redis;
using Engine = OmoBroadcast.Tests.Storage.Redis.Engine;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>Only a Redis without its mark is put together again; whatever the journal lacks of what is there is owed to it.</summary>
public sealed class JournalPlacesTests(Engines engines)
{
    private static readonly CancellationToken None = CancellationToken.None;

    public static TheoryData<Engine, DatabaseKind> Pairs => JournalTests.Pairs;

    [Theory, MemberData(nameof(Pairs))]
    public async Task Whoever_is_there_is_owed_to_a_journal_that_is_new_or_older_or_anothers(Engine engine, DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var customer = new CustomerKey(Engines.Account(), "U1");
        await engines.Conversations(engine).ApplyAsync([Told.Message(customer, "e1", TimeProvider.System.GetUtcNow())], false, None);
        var (journal, lists) = (new Journal(ledger.Database), new JournalLists(engines[engine], TimeProvider.System));
        await using var redis = await Engines.ConnectAsync(engines[engine].Configuration);
        var places = new JournalPlaces(redis, journal);
        foreach (
            var change in (string[])
                [
                    "delete from journal_places",
                    "update journal_places set seq = 0",
                    "delete from journal_places",
                    "update journal_places set life = 'another'",
                ]
        )
        {
            await ledger.Database.ExecuteAsync(change, None);
            Assert.Empty(await places.LostAsync([customer.Account], makeKnown: true, None));
            Assert.Equal(1, (await lists.CountAsync([customer.Account], None)).Owed);
            Assert.Equal(1, await lists.ListOwedAsync([customer.Account], None));
            await Draining.DrainAsync(lists, journal, customer.Account);
            Assert.Empty(await places.LostAsync([customer.Account], makeKnown: true, None));
            Assert.Equal(new(0, 0), await lists.CountAsync([customer.Account], None));
        }
    }

    /// <summary>A node that starts does not wait for it.</summary>
    [Theory, MemberData(nameof(Pairs))]
    public async Task To_look_makes_nothing_known(Engine engine, DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (customer, journal) = (new CustomerKey(Engines.Account(), "U1"), new Journal(ledger.Database));
        await engines.Conversations(engine).ApplyAsync([Told.Message(customer, "e1", TimeProvider.System.GetUtcNow())], false, None);
        await using var redis = await Engines.ConnectAsync(engines[engine].Configuration);
        Assert.Empty(await new JournalPlaces(redis, journal).LostAsync([customer.Account], makeKnown: false, None));
        Assert.Equal(0, (await new JournalLists(redis, TimeProvider.System).CountAsync([customer.Account], None)).Owed);
        Assert.Empty(await journal.PlacesAsync([customer.Account], None));
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task Lost_once_more_in_the_middle_it_is_not_taken_for_whole(Engine engine, DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        await using var redis = await Engines.ConnectAsync(engines[engine].Configuration);
        var (account, places) = (Engines.Account(), new JournalPlaces(redis, new Journal(ledger.Database)));
        Assert.Empty(await places.LostAsync([account], makeKnown: true, None));
        await Draining.LoseAsync(engines[engine], account);
        var lost = await places.LostAsync([account], makeKnown: true, None);
        Assert.Equal(Conversations.Buckets, lost.Count);
        var restoration = await places.TakeAsync(account, [.. lost.Select(bucket => bucket.Number)], None);
        Assert.True(await places.KeepAsync(restoration, None));
        await Draining.LoseAsync(engines[engine], account, "*:07}*");
        Assert.False(await places.KeepAsync(restoration, None));
        Assert.False(await places.RestoredAsync(restoration, None));
        Assert.Equal(lost, await places.LostAsync([account], makeKnown: true, None));
        // Nobody else at the others meanwhile.
        var other = new JournalPlaces(redis, new Journal(ledger.Database));
        Assert.Equal([7], (await other.TakeAsync(account, [.. lost.Select(bucket => bucket.Number)], None)).Buckets);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task Emptied_while_SQL_is_away_it_is_held_until_SQL_tells(Engine engine, DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (account, journal) = (Engines.Account(), new Journal(ledger.Database));
        await using var redis = await Engines.ConnectAsync(engines[engine].Configuration);
        var places = new JournalPlaces(redis, journal);
        Assert.Empty(await places.LostAsync([account], makeKnown: true, None));
        Assert.Empty(await places.LostAsync([account], makeKnown: true, None));
        places.Release();
        await ledger.Database.ExecuteAsync("alter table journal_places rename to hidden", None);
        await Assert.ThrowsAnyAsync<Exception>(() => places.LostAsync([account], makeKnown: true, None));
        Assert.False(places.IsHeld);
        await Draining.LoseAsync(engines[engine], account);
        foreach (var looking in (JournalPlaces[])[places, new JournalPlaces(redis, journal)])
        {
            await Assert.ThrowsAnyAsync<Exception>(() => looking.LostAsync([account], makeKnown: true, None));
            Assert.True(looking.IsHeld);
            // As long as it is, it is not ready either.
            Assert.NotNull(await redis.LookAsync(None));
            looking.Release();
            Assert.Null(await redis.LookAsync(None));
        }

        await ledger.Database.ExecuteAsync("alter table hidden rename to journal_places", None);
        Assert.Equal(Conversations.Buckets, (await places.LostAsync([account], makeKnown: true, None)).Count);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task Whoever_has_a_former_id_by_now_stays_somebody_else(Engine engine, DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (conversations, journal, now) = (engines.Conversations(engine), new Journal(ledger.Database), TimeProvider.System.GetUtcNow());
        var lists = new JournalLists(engines[engine], TimeProvider.System);
        var (former, other) = (new CustomerKey(Engines.Account(), "A"), "B");
        var before = engines.Conversations(engine, new FakeTimeProvider(now.AddDays(-19)));
        await before.ApplyAsync([Told.Message(former, "e1", now.AddDays(-20), "of one")], false, None);
        var renamed = Told.Of(former with { UserId = other }, "r1", now.AddDays(-19), new InboundBody.Renamed(former.UserId));
        await before.ApplyAsync([renamed], false, None);
        await conversations.ApplyAsync([Told.Message(former, "e2", now, "of another")], false, None);
        Assert.True(await lists.OweAsync(former, None));
        Assert.Equal(1, await lists.ListOwedAsync([former.Account], None));
        await Draining.DrainAsync(lists, journal, former.Account);
        await Draining.LoseAsync(engines[engine], former.Account);
        var all = await journal.EntriesAsync(former.Account, JournalPosition.Start, other, 1_000, None);
        await new JournalReplay(engines[engine], TimeProvider.System).ReplayAsync(all.Entries, None);
        Assert.Equal("of another", (await conversations.FindAsync(former))?.LastText);
        Assert.Equal("of one", (await conversations.FindAsync(former with { UserId = other }))?.LastText);
    }
}
