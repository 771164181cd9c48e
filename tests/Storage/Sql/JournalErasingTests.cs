using Microsoft.Extensions.Logging.Abstractions;
using OmoBroadcast.Broadcast;
using OmoBroadcast.Broadcast.Clock;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Storage.Redis;
using Engine = OmoBroadcast.Tests.Storage.Redis.Engine;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>What was taken back and who was erased is in the journal no more, however it comes there.</summary>
public sealed class JournalErasingTests(Engines engines)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly DateTimeOffset Base = DateTimeOffset
        .FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds())
        .AddHours(-2);

    public static TheoryData<Engine, DatabaseKind> Pairs => JournalTests.Pairs;

    [Theory, MemberData(nameof(Pairs))]
    public async Task An_edit_that_comes_after_its_message_was_taken_back_is_in_it_without_its_words(Engine engine, DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var customer = new CustomerKey(Engines.Account(), "U1");
        var edit = Told.Of(customer, "e1", Base, new InboundBody.Edited("m1", "secret")) with { Raw = "{\"text\":\"secret\"}" };
        await engines
            .Conversations(engine)
            .ApplyAsync([Told.Of(customer, "u1", Base.AddSeconds(1), new InboundBody.Unsent("m1")), edit], false, None);
        await Draining.DrainAsync(new(engines[engine], TimeProvider.System), new(ledger.Database), customer.Account);
        Assert.Equal(["u m1", "e"], await Draining.ToldAsync(ledger, customer));
        Assert.Equal(
            0,
            await engines[engine].AskAsync(database => database.ListLengthAsync(Keys.Raw(customer.Account, Keys.Bucket(customer.UserId))))
        );
    }

    /// <param name="moved">The customer has another id by then.</param>
    [Theory, InlineData(false), InlineData(true)]
    public async Task What_is_taken_back_where_there_is_no_room_is_in_it_without_its_words(bool moved)
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Sqlite);
        var (customer, journal) = (new CustomerKey(Engines.Account(), "U1"), new Journal(ledger.Database));
        var lists = new JournalLists(engines[Engine.Redis], TimeProvider.System);
        var said = Told.Message(customer, "e1", Base, "secret", messageId: "m1");
        var edited = Told.Of(customer, "e3", Base.AddSeconds(2), new InboundBody.Edited("m2", "like\nu"));
        await engines.Conversations(Engine.Redis).ApplyAsync([said, edited], false, None);
        await Draining.DrainAsync(lists, journal, customer.Account);
        var unsent = Told.Of(customer, "e4", Base.AddSeconds(3), new InboundBody.Unsent("m1"));
        await engines[Engine.Redis].WriteAsync(EventCall.Of(unsent, null, new(1, 0)));
        var renamed = Told.Of(customer with { UserId = "U2" }, "e5", Base.AddSeconds(4), new InboundBody.Renamed(customer.UserId));
        await engines.Conversations(Engine.Redis).ApplyAsync(moved ? [renamed] : [], false, None);
        while (await lists.ListOwedAsync([customer.Account], None) > 0)
            await Draining.DrainAsync(lists, journal, customer.Account);
        var told = (await Draining.ToldAsync(ledger, customer)).Concat(await Draining.ToldAsync(ledger, customer with { UserId = "U2" }));
        Assert.DoesNotContain(told, one => one.Contains("secret", StringComparison.Ordinal));
        Assert.Contains("e like\nu", told);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task What_was_read_before_somebody_was_erased_does_not_come_back(Engine engine, DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (conversations, journal) = (engines.Conversations(engine), new Journal(ledger.Database));
        var lists = new JournalLists(engines[engine], TimeProvider.System);
        CustomerKey former = new(Engines.Account(), "former"),
            now = former with { UserId = "now" },
            other = former with { UserId = "other" };
        await conversations.ApplyAsync([Told.Message(former, "e1", Base), Told.Message(other, "e2", Base)], false, None);
        var read = await lists.ReadAsync([former.Account], 9, None);
        await conversations.ApplyAsync([Told.Of(now, "e3", Base.AddSeconds(1), new InboundBody.Renamed(former.UserId))], false, None);
        await Draining.DrainAsync(lists, journal, former.Account);
        await conversations.TagAsync(now, ["VIP"], []);
        read = [.. read, .. await lists.ReadAsync([former.Account], 9, None)];

        var erasures = new Erasures(ledger.Database);
        var erasure = await erasures.BeginAsync(now, "S1", Base.AddHours(3), None);
        await conversations.EraseAsync(now, erasure.At, None);
        Assert.True(await erasures.PassAsync(erasure, Base.AddHours(3), None));
        await Draining.WriteAsync(journal, read);
        Assert.Equal([other.UserId], await journal.CustomersAsync(former.Account, "", 9, None));
        Assert.Equal(0, await journal.ForgetErasedAsync(Base.AddHours(3), None));
        Assert.InRange(await journal.ForgetErasedAsync(Base.AddHours(4), None), 1, 2);
    }

    [Fact]
    public async Task Who_was_erased_and_has_written_since_is_written_down_as_they_stand()
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Sqlite);
        var redis = engines[Engine.Redis];
        var (conversations, journal) = (engines.Conversations(Engine.Redis), new Journal(ledger.Database));
        var (customer, lists) = (new CustomerKey(Engines.Account(), "U1"), new JournalLists(redis, TimeProvider.System));
        var erasures = new Erasures(ledger.Database);
        await erasures.BeginAsync(customer, "S1", Base, None);
        await conversations.ApplyAsync([Told.Message(customer, "e1", Base.AddMinutes(1), "hello again")], false, None);
        await Draining.DrainAsync(lists, journal, customer.Account);
        var node = new Node(TimeProvider.System, new(redis), ledger.Database, new());
        Assert.Equal(0, await new ErasureRound(erasures, conversations, lists, node, NullLogger<ErasureRound>.Instance).GoOnAsync(None));
        Assert.Equal(1, await lists.ListOwedAsync([customer.Account], None));
        await Draining.DrainAsync(lists, journal, customer.Account);
        Assert.Equal(["stood", "said hello again"], await Draining.ToldAsync(ledger, customer));
    }
}
