using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Storage.Redis;
using OmoBroadcast.Webhooks.Reception;
using Engine = OmoBroadcast.Tests.Storage.Redis.Engine;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>What was done to a customer is listed where it is done, and written down once.</summary>
public sealed class JournalTests(Engines engines)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly DateTimeOffset Base = DateTimeOffset
        .FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds())
        .AddHours(-2);

    public static TheoryData<Engine, DatabaseKind> Pairs =>
        new() { { Engine.Embedded, DatabaseKind.Sqlite }, { Engine.Redis, DatabaseKind.Postgres } };

    [Theory, MemberData(nameof(Pairs))]
    public async Task What_is_applied_is_written_once_and_in_its_order(Engine engine, DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (conversations, journal) = (engines.Conversations(engine), new Journal(ledger.Database));
        var customer = new CustomerKey(Engines.Account(), "a}:{b%\"'");
        for (var again = 0; again < 2; again++)
            await conversations.ApplyAsync([Told.Message(customer, "e1", Base, "hello"), Told.Message(customer, "e2", Base)], false, None);
        await conversations.TakeAsync(customer, "S1", Base.AddMinutes(1));
        await conversations.TakeAsync(customer, "S2", Base.AddMinutes(1));
        await conversations.TagAsync(customer, ["VIP"], [], "S1");
        for (var again = 0; again < 2; again++)
            await conversations.AddStaffMessageAsync(customer, "a1", "S1", "Good day", Base.AddMinutes(2));
        await conversations.SetProfileAsync(customer, new("Anna", "zh"));
        await conversations.PassAsync(customer, "S1", "S2", Base.AddMinutes(3));
        await conversations.CloseAsync(customer, "S2", Base.AddMinutes(4));
        await conversations.ReopenAsync(customer, "S2", Base.AddMinutes(5));

        var lists = new JournalLists(engines[engine], TimeProvider.System);
        var blocks = await lists.ReadAsync([customer.Account], 500, None);
        await Draining.DrainAsync(lists, journal, customer.Account);
        // As a node does that was cut between commit and trim.
        await Draining.WriteAsync(journal, blocks);
        Assert.Equal(new(0, 0), await lists.CountAsync([customer.Account], None));
        Assert.Equal(
            ["m hello", "m hello", "take S1", "tags VIP S1", "answer Good day S1", "profile Anna", "pass S1 S2", "close S2", "reopen S2"],
            await Draining.ToldAsync(ledger, customer)
        );
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task What_is_taken_back_is_in_it_without_its_words_under_whichever_id_it_was_said(Engine engine, DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (conversations, journal) = (engines.Conversations(engine), new Journal(ledger.Database));
        var (former, now) = (new CustomerKey(Engines.Account(), "former"), "now");
        var lists = new JournalLists(engines[engine], TimeProvider.System);
        await conversations.ApplyAsync([Told.Message(former, "e1", Base, "secret", messageId: "m1")], false, None);
        await Draining.DrainAsync(lists, journal, former.Account);
        await conversations.ApplyAsync(
            [
                Told.Message(former, "e2", Base.AddSeconds(1), "public"),
                Told.Of(former, "u1", Base.AddSeconds(2), new InboundBody.Unsent("m1")),
                Told.Of(former with { UserId = now }, "r1", Base.AddSeconds(3), new InboundBody.Renamed(former.UserId)),
            ],
            false,
            None
        );
        await Draining.DrainAsync(lists, journal, former.Account);
        var told = (await Draining.ToldAsync(ledger, former)).Concat(await Draining.ToldAsync(ledger, former with { UserId = now }));
        Assert.Equal(["-", "m", "m public", "moved now", "u m1"], told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Two_that_write_at_once_lose_nothing_and_keep_the_order()
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Postgres);
        var conversations = engines.Conversations(Engine.Redis);
        var journal = new Journal(ledger.Database);
        var account = Engines.Account();
        CustomerKey[] customers = [.. Enumerable.Range(0, 5).Select(number => new CustomerKey(account, $"U{number}"))];
        var lists = new JournalLists(engines[Engine.Redis], TimeProvider.System);
        var applied = ApplyAsync();
        while (!applied.IsCompleted)
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Draining.DrainAsync(lists, journal, account, most: 7)));
        await applied;
        await Draining.DrainAsync(lists, journal, account);
        foreach (var customer in customers)
            Assert.Equal(Enumerable.Range(0, 60).Select(number => $"m {number}"), await Draining.ToldAsync(ledger, customer));

        async Task ApplyAsync()
        {
            for (var number = 0; number < 60; number++)
                await conversations.ApplyAsync(
                    [.. customers.Select(one => Told.Message(one, $"{one.UserId}:{number}", Base.AddSeconds(number), $"{number}"))],
                    false,
                    None
                );
        }
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Where_there_is_no_room_the_customer_is_written_down_as_they_stand(Engine engine)
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Sqlite);
        var customer = new CustomerKey(Engines.Account(), "U1");
        var noted = new Noting(1, 3);
        for (var number = 0; number < 5; number++)
            await engines[engine]
                .WriteAsync(EventCall.Of(Told.Message(customer, $"e{number}", Base.AddSeconds(number), $"{number}"), null, noted));
        var lists = new JournalLists(engines[engine], TimeProvider.System);
        Assert.Equal(new(3, 1), await lists.CountAsync([customer.Account], None));
        var journal = new Journal(ledger.Database);
        await Draining.DrainAsync(lists, journal, customer.Account);
        Assert.Equal(1, await lists.ListOwedAsync([customer.Account], None));
        await Draining.DrainAsync(lists, journal, customer.Account);
        Assert.Equal(new(0, 0), await lists.CountAsync([customer.Account], None));
        Assert.Equal(
            ["m 0", "m 1", "m 2", "stood", "said 0", "said 1", "said 2", "said 3", "said 4"],
            await Draining.ToldAsync(ledger, customer)
        );
    }

    [Fact]
    public async Task Whoever_is_erased_is_in_it_no_more()
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Sqlite);
        var (conversations, journal) = (engines.Conversations(Engine.Redis), new Journal(ledger.Database));
        var customer = new CustomerKey(Engines.Account(), "U1");
        var lists = new JournalLists(engines[Engine.Redis], TimeProvider.System);
        await conversations.ApplyAsync([Told.Message(customer, "e1", Base, "hello")], false, None);
        await Draining.DrainAsync(lists, journal, customer.Account);
        await conversations.TagAsync(customer, ["VIP"], []);
        var erasures = new Erasures(ledger.Database);
        var erasure = await erasures.BeginAsync(customer, "S1", Base.AddHours(3), None);
        // One node has read it already.
        var read = await lists.ReadAsync([customer.Account], 9, None);
        await conversations.EraseAsync(customer, erasure.At, None);
        await Draining.WriteAsync(journal, read);
        Assert.Equal(0, await journal.CountAsync(customer, None));
        Assert.True(await erasures.PassAsync(erasure, Base.AddHours(3), None));
        Assert.Equal(new(0, 0), await lists.CountAsync([customer.Account], None));
        Assert.Equal(0, await journal.CountAsync(customer, None));
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task What_is_too_old_goes_once_it_is_written_how_they_stand(Engine engine, DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (now, journal) = (TimeProvider.System.GetUtcNow(), new Journal(ledger.Database));
        var then = new FakeTimeProvider(now.AddMonths(-25));
        var conversations = engines.Conversations(engine, then);
        var customer = new CustomerKey(Engines.Account(), "U1");
        await conversations.ApplyAsync([Told.Message(customer, "e1", then.GetUtcNow(), "hello")], false, None);
        await conversations.TakeAsync(customer, "S1", then.GetUtcNow());
        var lists = new JournalLists(engines[engine], TimeProvider.System);
        await Draining.DrainAsync(lists, journal, customer.Account);
        Assert.Equal(0, await journal.ForgetAsync(now.AddMonths(-24), 9, None));
        Assert.Equal([customer], (await journal.OldAsync(now.AddMonths(-24), 9, OldEntry.None, None)).Customers);
        Assert.True(await lists.OweAsync(customer, None));
        Assert.Equal(1, await lists.ListOwedAsync([customer.Account], None));
        await Draining.DrainAsync(lists, journal, customer.Account);
        Assert.Equal(2, await journal.ForgetAsync(now.AddMonths(-24), 9, None));
        Assert.Equal(["stood", "said hello"], await Draining.ToldAsync(ledger, customer));

        await conversations.EraseAsync(customer, now, None);
        await new JournalReplay(engines[engine], TimeProvider.System).ReplayAsync(
            (await journal.EntriesAsync(customer.Account, JournalPosition.Start, customer.UserId, 1_000, None)).Entries,
            None
        );
        Assert.Equal("S1", (await conversations.FindAsync(customer))?.Assignee);
        Assert.Equal("hello", (await conversations.FindAsync(customer))?.LastText);
        Assert.Equal(["hello"], (await conversations.TranscriptAsync(customer, 9)).Select(line => line.Text));
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task All_that_is_too_old_goes_at_one_time(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (journal, account, then) = (new Journal(ledger.Database), Engines.Account(), TimeProvider.System.GetUtcNow().AddMonths(-25));
        // Nobody in Redis, which is as the journal knows it.
        await using var redis = await Engines.ConnectAsync(engines[Engine.Redis].Configuration);
        await KnownAsync(redis, journal, account);
        await journal.AppendAsync(
            [.. Enumerable.Range(0, 1_500).Select(number => Journal.Act(JournalWords.Tags, new(account, $"U{number}"), "S1", then))],
            [],
            None
        );
        var lists = new JournalLists(redis, TimeProvider.System);
        await new JournalJob(journal, lists, ledger.Options, TimeProvider.System, NullLogger<JournalJob>.Instance).RunAsync(None);
        Assert.Empty(await journal.CustomersAsync(account, "", 9, None));
    }

    /// <summary>The journal knows this Redis.</summary>
    private static async Task<JournalPlaces> KnownAsync(RedisConnection redis, Journal journal, AccountKey account)
    {
        var places = new JournalPlaces(redis, journal);
        Assert.Empty(await places.LostAsync([account], makeKnown: true, None));
        places.Release();
        return places;
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Nothing_goes_of_whom_redis_has_lost(bool held)
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Sqlite);
        await using var redis = await Engines.ConnectAsync(engines[Engine.Redis].Configuration);
        var (journal, account, then) = (new Journal(ledger.Database), Engines.Account(), TimeProvider.System.GetUtcNow().AddMonths(-25));
        var places = await KnownAsync(redis, journal, account);
        await journal.AppendAsync([Journal.Act(JournalWords.Tags, new(account, "U1"), "S1", then)], [], None);
        if (held)
            places.Hold();
        else
            await Draining.LoseAsync(redis, account);
        var lists = new JournalLists(redis, TimeProvider.System);
        await new JournalJob(journal, lists, ledger.Options, TimeProvider.System, NullLogger<JournalJob>.Instance).RunAsync(None);
        Assert.Equal(["U1"], await journal.CustomersAsync(account, "", 9, None));
    }

    [Fact]
    public async Task Many_who_are_owed_are_written_a_few_at_a_time()
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Sqlite);
        var account = Engines.Account();
        CustomerKey[] customers = [.. Enumerable.Range(0, 120).Select(n => new CustomerKey(account, $"U{n}"))];
        foreach (var customer in customers)
            await engines[Engine.Redis]
                .WriteAsync([
                    .. Enumerable
                        .Range(0, 3)
                        .Select(n => EventCall.Of(Told.Message(customer, $"{customer.UserId}:{n}", Base), null, new(1, 0))),
                ]);
        var (journal, lists) = (new Journal(ledger.Database), new JournalLists(engines[Engine.Redis], TimeProvider.System));
        Assert.Equal(new(0, 120), await lists.CountAsync([account], None));
        var listed = await lists.ListOwedAsync([account], None);
        Assert.Equal(50, listed);
        // The last of them whole: a record and three lines.
        Assert.InRange((await lists.ReadAsync([account], 20, None)).Sum(block => block.Entries.Count), 20, 23);
        for (; listed > 0; listed = await lists.ListOwedAsync([account], None))
        {
            Assert.InRange(listed, 1, 50);
            await Draining.DrainAsync(lists, journal, account, most: 20);
        }

        Assert.Equal(new(0, 0), await lists.CountAsync([account], None));
        foreach (var customer in customers)
            Assert.Equal(4, await journal.CountAsync(customer, None));
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task What_only_the_database_knows_of_staff_is_in_it_too(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var customer = new CustomerKey(Engines.Account(), "U1");
        var staff = new StaffMember("s1", "S", Role.Salesperson, "store");
        await new Notes(ledger.Database).AddAsync(customer, Guid.NewGuid(), "s1", "likes tea", Base, None);
        var bindings = new Bindings(ledger.Database);
        await bindings.BindAsync(customer, staff, Base, replace: false, None);
        await bindings.BindAsync(customer, staff with { Id = "s2" }, Base.AddSeconds(1), replace: false, None);
        Assert.True(await bindings.UnbindAsync(customer, "s1", Base.AddSeconds(2), None));
        foreach (var stop in (bool[])[true, false])
            await new Suppressions(ledger.Database).ApplyAsync(
                new SuppressionChange(customer, SuppressionKind.Unsubscribed, stop, Base.AddSeconds(stop ? 3 : 4), $"staff:{stop}"),
                "s1",
                None
            );
        Assert.Equal(
            ["note likes tea s1", "bound s1", "unbound s1", "stopped s1", "resumed s1"],
            await Draining.ToldAsync(ledger, customer)
        );
    }
}
