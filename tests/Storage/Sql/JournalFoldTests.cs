using CsCheck;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Storage.Redis;
using Engine = OmoBroadcast.Tests.Storage.Redis.Engine;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>What Redis holds is what follows from the journal: put together from it, it is as before, whatever was written twice and
/// wherever it was cut.</summary>
public sealed class JournalFoldTests(Engines engines)
{
    private static readonly CancellationToken None = CancellationToken.None;

    public static TheoryData<Engine, DatabaseKind> Pairs => JournalTests.Pairs;

    [Theory, MemberData(nameof(Pairs))]
    public async Task What_follows_from_the_journal_is_what_was_there(Engine engine, DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var journal = new Journal(ledger.Database);
        var lists = new JournalLists(engines[engine], TimeProvider.System);
        await PersonFoldTests.History.SampleAsync(
            async history =>
            {
                var account = new AccountKey(ChannelId.WhatsApp, Guid.NewGuid().ToString("N"));
                CustomerKey[] ids = [.. Enumerable.Range(0, 3).Select(number => new CustomerKey(account, $"88691{number}"))];
                var random = new Random(history.Seed);
                var deliveries = Deliveries(ids, history.Events, history.Renames, random);
                var acts = await DeliverAsync(engine, ids, deliveries, history.Acts, random);
                var expected = PersonFold.Of([.. deliveries.DistinctBy(inbound => inbound.Id)], acts);
                await Draining.WriteAsync(journal, await lists.ReadAsync([account], random.Next(1, 20), None));
                await Draining.DrainAsync(lists, journal, account, random.Next(1, 20));
                await AssertAsync(engine, ids, await AllAsync(journal, account), (deliveries, expected, random));
            },
            iter: engine == Engine.Redis ? 150 : 60,
            seed: "0000KtRGvzo4",
            threads: 1
        );
    }

    private async Task AssertAsync(
        Engine engine,
        CustomerKey[] ids,
        IReadOnlyList<JournalEntry> all,
        (InboundEvent[] Deliveries, IReadOnlyList<PersonFold> Expected, Random Random) was
    )
    {
        var replay = new JournalReplay(engines[engine], TimeProvider.System);
        // Over what is there.
        await replay.ReplayAsync(all, None);
        await new PersonFoldTests(engines).AssertAsync(engine, ids, was.Expected);
        await Draining.LoseAsync(engines[engine], ids[0].Account);
        // Cut somewhere, and then once more from the beginning.
        await replay.ReplayAsync([.. all.Take(was.Random.Next(all.Count))], None);
        await replay.ReplayAsync(all, None);
        await new PersonFoldTests(engines).AssertAsync(engine, ids, was.Expected);
        await engines.Conversations(engine).ApplyAsync(was.Deliveries, false, None);
        await new PersonFoldTests(engines).AssertAsync(engine, ids, was.Expected);
    }

    private Task<List<StaffAct>> DeliverAsync(
        Engine engine,
        CustomerKey[] ids,
        InboundEvent[] deliveries,
        (int, int, int, int)[] acts,
        Random random
    )
    {
        var lists = new JournalLists(engines[engine], TimeProvider.System);
        return PersonFoldTests.DeliverAsync(
            engines.Conversations(engine),
            ids,
            deliveries,
            (acts, () => StandAsync(lists, ids, random)),
            random
        );
    }

    /// <summary>Now and then somebody is written down as they stand.</summary>
    private static async Task StandAsync(JournalLists lists, CustomerKey[] ids, Random random)
    {
        if (random.Next(4) > 0)
            return;
        await lists.OweAsync(ids[random.Next(ids.Length)], None);
        await lists.ListOwedAsync([ids[0].Account], None);
    }

    private static InboundEvent[] Deliveries(
        CustomerKey[] ids,
        (int, int, int, int, int)[] events,
        (int From, int To, int At)[] renames,
        Random random
    )
    {
        var deliveries = PersonFoldTests
            .Events(ids, events, Straight(renames))
            .SelectMany(inbound => Enumerable.Repeat(inbound, random.Next(1, 4)))
            .ToArray();
        random.Shuffle(deliveries);
        return deliveries;
    }

    /// <summary>Not there and back: then lines of one millisecond that came under several ids stand by their ids, as wherever ids are
    /// joined.</summary>
    private static (int From, int To, int At)[] Straight((int From, int To, int At)[] renames) =>
        [.. renames.TakeWhile((rename, at) => !renames.Take(at).Any(before => before.From == rename.To))];

    private static async Task<IReadOnlyList<JournalEntry>> AllAsync(Journal journal, AccountKey account)
    {
        var all = new List<JournalEntry>();
        if (await journal.CustomersAsync(account, "", 1_000, None) is [.., var last])
            for (JournalPosition? next = JournalPosition.Start; next is { } after; )
            {
                var page = await journal.EntriesAsync(account, after, last, 100, None);
                all.AddRange(page.Entries);
                next = page.Next;
            }

        return all;
    }
}
