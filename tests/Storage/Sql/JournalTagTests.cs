using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Storage.Redis;
using Engine = OmoBroadcast.Tests.Storage.Redis.Engine;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>A tag that staff have taken away does not come back with the journal, in whichever order it is done again.</summary>
public sealed class JournalTagTests(Engines engines)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly DateTimeOffset Base = TimeProvider.System.GetUtcNow().AddHours(-2);

    public static TheoryData<Engine, DatabaseKind> Pairs => JournalTests.Pairs;

    [Theory, MemberData(nameof(Pairs))]
    public async Task Taken_away_where_there_was_no_room(Engine engine, DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (conversations, customer) = (engines.Conversations(engine), new CustomerKey(Engines.Account(), "U1"));
        await conversations.ApplyAsync([Told.Message(customer, "e1", Base)], false, None);
        await conversations.TagAsync(customer, ["VIP", "tea"], []);
        await using var narrow = await Engines.ConnectAsync(engines[engine].Configuration, journalWaiting: 1);
        var cramped = new Conversations(narrow, TimeProvider.System, SuppressionWords.Default);
        await cramped.TagAsync(customer, ["late"], ["vip"]);
        Assert.Equal(new(2, 1), await new JournalLists(narrow, TimeProvider.System).CountAsync([customer.Account], None));
        await AgainAsync(engine, ledger, customer.Account);
        Assert.Equal(["tea", "late"], (await conversations.FindAsync(customer))?.Tags);
    }

    /// <param name="now">Done again before and behind the former id.</param>
    [Theory]
    [InlineData(Engine.Redis, "a")]
    [InlineData(Engine.Redis, "z")]
    [InlineData(Engine.Embedded, "a")]
    public async Task Taken_away_after_two_ids_became_one_customer(Engine engine, string now)
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Sqlite);
        var (conversations, former) = (engines.Conversations(engine), new CustomerKey(Engines.Account(), "former"));
        var customer = former with { UserId = now };
        await conversations.ApplyAsync([Told.Message(former, "e1", Base), Told.Message(customer, "e2", Base)], false, None);
        await conversations.TagAsync(customer, ["tea"], []);
        await conversations.TagAsync(former, ["VIP", "cake"], []);
        var renamed = Told.Of(customer, "r1", Base.AddSeconds(1), new InboundBody.Renamed(former.UserId));
        await conversations.ApplyAsync([renamed], false, None);
        Assert.Equal(["cake", "tea", "VIP"], Sorted(await conversations.FindAsync(customer)));
        await AgainAsync(engine, ledger, former.Account);
        Assert.Equal(["cake", "tea", "VIP"], Sorted(await conversations.FindAsync(customer)));
        await conversations.TagAsync(customer, [], ["VIP"]);
        await AgainAsync(engine, ledger, former.Account);
        Assert.Equal(["cake", "tea"], Sorted(await conversations.FindAsync(customer)));
    }

    private static IEnumerable<string> Sorted(Customer? customer) => (customer?.Tags ?? []).Order(StringComparer.OrdinalIgnoreCase);

    /// <summary>Written down, lost, and done again.</summary>
    private async Task AgainAsync(Engine engine, LedgerFixture ledger, AccountKey account)
    {
        var (journal, lists) = (new Journal(ledger.Database), new JournalLists(engines[engine], TimeProvider.System));
        do await Draining.DrainAsync(lists, journal, account);
        while (await lists.ListOwedAsync([account], None) > 0);
        await Draining.LoseAsync(engines[engine], account);
        var all = await journal.EntriesAsync(account, JournalPosition.Start, "zz", 1_000, None);
        await new JournalReplay(engines[engine], TimeProvider.System).ReplayAsync(all.Entries, None);
    }
}
