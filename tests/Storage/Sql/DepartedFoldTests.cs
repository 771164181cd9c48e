using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Storage.Redis;
using Engine = OmoBroadcast.Tests.Storage.Redis.Engine;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>Whoever has left is not half there after Redis was put together again, wherever the journal was cut into pages.</summary>
public sealed class DepartedFoldTests(Engines engines)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly DateTimeOffset Base = TimeProvider.System.GetUtcNow().AddHours(-1);

    public static TheoryData<Engine, DatabaseKind> Pairs => JournalTests.Pairs;

    [Theory, MemberData(nameof(Pairs))]
    public async Task Read_in_two_pages_they_have_left_or_are_whole(Engine engine, DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (redis, journal, customer) = (engines[engine], new Journal(ledger.Database), new CustomerKey(Engines.Account(), "U1"));
        await LeaveAsync(engine, ledger, customer);
        var all = (await journal.EntriesAsync(customer.Account, JournalPosition.Start, customer.UserId, 999, None)).Entries;
        // A page never begins in the middle of how somebody stood.
        var stood = all.TakeWhile(entry => entry.What != JournalWords.Stood).Count();
        Assert.InRange(stood, 3, 9);
        // The oldest entries may be gone already.
        for (var from = 0; from < stood; from++)
        for (var cut = from; cut <= stood; cut++)
        {
            await Draining.LoseAsync(redis, customer.Account);
            var replay = new JournalReplay(redis, TimeProvider.System);
            await replay.ReplayAsync([.. all.Take(cut).Skip(from)], None);
            await replay.ReplayAsync([.. all.Skip(cut)], None);
            await AssertNotHalfAsync(engine, customer);
        }
    }

    private async Task AssertNotHalfAsync(Engine engine, CustomerKey customer)
    {
        var conversations = engines.Conversations(engine);
        var found = (await conversations.FindAsync([customer], None)).GetValueOrDefault(customer);
        Assert.Equal(found is null, await new JournalLists(engines[engine], TimeProvider.System).HasLeftAsync(customer, None));
        if (found is null)
            return;
        Assert.Equal((ConversationState.Closed, "S1", "Name"), (found.State, found.LastOwner, found.Name));
        Assert.Equal(["VIP"], found.Tags);
        Assert.Equal(["hello", "Good day"], (await conversations.TranscriptAsync(customer, 9)).Select(line => line.Text));
    }

    private async Task LeaveAsync(Engine engine, LedgerFixture ledger, CustomerKey customer)
    {
        var (redis, journal, conversations) = (engines[engine], new Journal(ledger.Database), engines.Conversations(engine));
        await conversations.ApplyAsync([Told.Message(customer, "e1", Base, "hello")], false, None);
        await conversations.TagAsync(customer, ["VIP"], [], "S1");
        await conversations.SetProfileAsync(customer, new("Name", "zh"));
        await conversations.TakeAsync(customer, "S1", Base.AddMinutes(1));
        await conversations.AddStaffMessageAsync(customer, "a1", "S1", "Good day", Base.AddMinutes(2));
        await conversations.CloseAsync(customer, "S1", Base.AddMinutes(3));
        var departures = new Departures(redis, journal, new(ledger.Database), new(redis, TimeProvider.System), TimeProvider.System);
        var before = departures.Now.AddYears(1);
        await foreach (var some in departures.QuietAsync(customer.Account, Keys.Bucket(customer.UserId), (before, 9), None))
            Assert.Equal(1, await departures.LeaveAsync(some, before, None));
        await Draining.DrainAsync(new(redis, TimeProvider.System), journal, customer.Account);
    }
}
