using CsCheck;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Tests.House;

namespace OmoBroadcast.Tests.Storage.Redis;

/// <summary>
/// The real scripts beside <see cref="PersonFold"/>: people whom their platform renames once, twice and back, with all that can be told of
/// them, shuffled and repeated, and what staff do in between.
/// </summary>
[Long]
public sealed class PersonFoldTests(Engines engines)
{
    private static readonly DateTimeOffset Base = DateTimeOffset
        .FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() * 1000)
        .AddHours(-2);
    private static readonly string[] Staff = ["S1", "S2", "S3"];
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>Few instants, so that events of one id meet in one millisecond; those of different ids do not.</summary>
    private static readonly Gen<(int Who, int At, int What, int Message, int Words)> Event = Gen.Select(
        Gen.Int[0, 2],
        Gen.Int[0, 12],
        Gen.Int[0, 13],
        Gen.Int[0, 4],
        Gen.Int[0, 5]
    );

    /// <summary>At what place of the delivery, what, to whom, by whom.</summary>
    private static readonly Gen<(int Place, int What, int Who, int Staff)> Act = Gen.Select(
        Gen.Int[0, 99],
        Gen.Int[0, 6],
        Gen.Int[0, 2],
        Gen.Int[0, 2]
    );

    private static readonly Gen<(int From, int To, int At)[]> Renames = Gen.Int[0, 6]
        .Select(Gen.Int[0, 13], Gen.Int[0, 13], (shape, first, second) => ((int, int, int)[])(
                shape switch
                {
                    0 => [],
                    1 => [(0, 1, first)],
                    2 or 3 => [(0, 1, first), (1, 2, Math.Max(first + 1, second))],
                    // There and back, and there again.
                    4 => [(0, 1, first), (1, 0, first + 1)],
                    5 => [(0, 1, first), (1, 0, first + 1), (0, 1, first + 2)],
                    _ => [(0, 1, first), (1, 2, first + 1), (2, 0, first + 2)],
                }
            ));

    internal static readonly Gen<(
        (int, int, int, int, int)[] Events,
        (int From, int To, int At)[] Renames,
        (int, int, int, int)[] Acts,
        int Seed
    )> History = Gen.Select(Event.Array[1, 30], Renames, Act.Array[0, 8], Gen.Int);

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public Task Any_order_and_any_repetition_of_what_is_told_of_a_person_has_one_end(Engine engine) =>
        History.SampleAsync(
            async history =>
            {
                var account = new AccountKey(ChannelId.WhatsApp, Guid.NewGuid().ToString("N"));
                CustomerKey[] ids =
                [
                    .. Enumerable.Range(0, 3).Select(number => new CustomerKey(account, $"88691{history.Seed & 0xffff}{number}")),
                ];
                var events = Events(ids, history.Events, history.Renames);
                var random = new Random(history.Seed);
                var deliveries = events.SelectMany(inbound => Enumerable.Repeat(inbound, random.Next(1, 4))).ToArray();
                random.Shuffle(deliveries);
                var acts = await DeliverAsync(engines.Conversations(engine), ids, deliveries, history.Acts, random);
                var expected = PersonFold.Of([.. deliveries.DistinctBy(inbound => inbound.Id)], acts);
                await AssertAsync(engine, ids, expected);
                // All of it once more, in another order and in other bodies: what is there stays where it is.
                random.Shuffle(deliveries);
                foreach (var body in deliveries.Chunk(random.Next(1, 9)))
                    await engines.Conversations(engine).ApplyAsync(body, false, None);
                await AssertAsync(engine, ids, expected);
            },
            iter: engine == Engine.Redis ? 300 : 100,
            seed: "0000KtRGvzo4",
            threads: 1
        );

    internal static InboundEvent[] Events(CustomerKey[] ids, (int, int, int, int, int)[] events, (int From, int To, int At)[] renames) =>
        [
            .. events.Select((told, number) => Make(ids, told, number)),
            .. renames.Select(
                (rename, number) =>
                    Told.Of(
                        ids[rename.To],
                        $"rename{number}",
                        Base.AddSeconds(rename.At).AddMilliseconds(500 + number),
                        new InboundBody.Renamed(ids[rename.From].UserId)
                    )
            ),
        ];

    private static Task<List<StaffAct>> DeliverAsync(
        Conversations conversations,
        CustomerKey[] ids,
        InboundEvent[] deliveries,
        (int Place, int What, int Who, int Staff)[] planned,
        Random random
    ) => DeliverAsync(conversations, ids, deliveries, (planned, () => Task.CompletedTask), random);

    /// <param name="planned">What staff do, and what is done besides after each body.</param>
    internal static async Task<List<StaffAct>> DeliverAsync(
        Conversations conversations,
        CustomerKey[] ids,
        InboundEvent[] deliveries,
        ((int Place, int What, int Who, int Staff)[] Acts, Func<Task> Between) planned,
        Random random
    )
    {
        var acts = new List<StaffAct>();
        var done = 0;
        for (var at = 0; ; )
        {
            foreach (var act in planned.Acts.Where(act => act.Place * (deliveries.Length + 1) / 100 == at))
                if (
                    await ActAsync(
                        conversations,
                        ids[act.Who],
                        act.What,
                        Staff[act.Staff],
                        Base.AddSeconds(2 * done++).AddMilliseconds(900)
                    ) is
                    { } whole
                )
                    acts.Add(whole);
            if (at == deliveries.Length)
                return acts;
            var next = planned
                .Acts.Select(act => act.Place * (deliveries.Length + 1) / 100)
                .Where(place => place > at)
                .Append(deliveries.Length)
                .Min();
            var many = Math.Min(next - at, random.Next(1, 6));
            await conversations.ApplyAsync(deliveries[at..(at + many)], false, None);
            await planned.Between();
            at += many;
        }
    }

    /// <returns>Null if it could not be done.</returns>
    private static async Task<StaffAct?> ActAsync(
        Conversations conversations,
        CustomerKey customer,
        int what,
        string staff,
        DateTimeOffset at
    )
    {
        if (await conversations.FindAsync(customer) is not { } before)
            return null;
        var (word, to) = what switch
        {
            0 or 1 => ("take", null),
            2 => ("close", null),
            3 => ("reopen", null),
            4 => ("pass", Staff[(Array.IndexOf(Staff, staff) + 1) % 3]),
            5 => ("tag", null),
            _ => ("answer", (string?)null),
        };
        switch (word)
        {
            case "answer":
                await conversations.AddStaffMessageAsync(customer, $"a{at.ToUnixTimeMilliseconds()}", staff, "answer", at);
                break;
            case "tag":
                await conversations.TagAsync(before.Key, [staff], []);
                break;
            default:
                var done = word switch
                {
                    "take" => await conversations.TakeAsync(customer, staff, at),
                    "close" => await conversations.CloseAsync(customer, staff, at),
                    "reopen" => await conversations.ReopenAsync(customer, staff, at),
                    _ => await conversations.PassAsync(customer, staff, to!, at),
                };
                if (done != Transition.Done)
                    return null;
                break;
        }

        return new(word, customer, staff, to, at, before.State == ConversationState.InProgress);
    }

    internal async Task AssertAsync(Engine engine, CustomerKey[] ids, IReadOnlyList<PersonFold> expected)
    {
        var conversations = engines.Conversations(engine);
        Assert.Equal(string.Join("\n\n", expected), string.Join("\n\n", await ReadAsync(engine, ids)));

        // The lists say what the records say, and no former id is left in any.
        var pending = await conversations.PendingAsync(ids[0].Account, 10, None);
        Assert.Equal(
            expected.Where(fold => fold.State == ConversationState.Pending).Select(fold => fold.Key.UserId),
            pending.Select(customer => customer.Key.UserId).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            pending.OrderBy(customer => customer.WaitingSince ?? DateTimeOffset.MaxValue).Select(customer => customer.WaitingSince),
            pending.Select(customer => customer.WaitingSince)
        );
        Assert.Equal(pending.Count, await conversations.CountPendingAsync(ids[0].Account, None));
        foreach (var staff in Staff)
        {
            var mine = expected.Where(fold => fold.Assignee == staff).Select(fold => fold.Key.UserId).ToArray();
            Assert.Equal(
                mine,
                (await conversations.NewestMineAsync(ids[0].Account, staff, 10, None))
                    .Select(customer => customer.Key.UserId)
                    .Order(StringComparer.Ordinal)
            );
            Assert.Equal(
                mine,
                (await conversations.PageMineAsync(ids[0].Account, staff, null, 10, None))
                    .Customers.Select(customer => customer.Key.UserId)
                    .Order(StringComparer.Ordinal)
            );
            Assert.Equal(
                expected.Where(fold => fold.State == ConversationState.Closed && fold.LastOwner == staff).Select(fold => fold.Key.UserId),
                (await conversations.ClosedAsync(ids[0].Account, staff, 10, None))
                    .Select(customer => customer.Key.UserId)
                    .Order(StringComparer.Ordinal)
            );
        }
    }

    private async Task<IReadOnlyList<PersonFold>> ReadAsync(Engine engine, CustomerKey[] ids)
    {
        var conversations = engines.Conversations(engine);
        var found = await conversations.FindAsync(ids, None);
        var folds = new List<PersonFold>();
        foreach (var customer in ids.Where(found.ContainsKey).Select(key => found[key]))
        {
            var lines = (await conversations.TranscriptAsync(customer.Key, Conversations.TranscriptLength)).Select(line =>
                $"{line.At.ToUnixTimeMilliseconds() % 1_000_000} {line.From ?? "customer"}: {line.Text}{(line.Edited ? " (edited)" : "")}{(line.Unsent ? " (unsent)" : "")}"
            );
            folds.Add(
                new(
                    customer.Key,
                    customer.State,
                    customer.Assignee,
                    customer.LastOwner,
                    customer.WaitingSince,
                    customer.LastSaidAt,
                    customer.LastText,
                    customer.LastAnsweredAt,
                    customer.Name,
                    string.Join(' ', customer.Tags.Order(StringComparer.Ordinal)),
                    string.Join('\n', lines)
                )
            );
        }

        return folds;
    }

    private static InboundEvent Make(CustomerKey[] ids, (int Who, int At, int What, int Message, int Words) told, int number)
    {
        var (customer, at, id, message, words) = (
            ids[told.Who],
            Base.AddSeconds(told.At).AddMilliseconds(told.Who),
            $"e{number % 10}{number}",
            $"m{told.Message}",
            $"words {number}"
        );
        var inbound = told.What switch
        {
            <= 4 => Told.Message(customer, id, at, words, messageId: told.What < 3 ? message : "own" + id),
            5 => Told.Message(customer, id, at, words, standby: true, messageId: message),
            6 => Told.Of(customer, id, at, new InboundBody.Edited(message, words)),
            7 => Told.Of(customer, id, at, new InboundBody.Unsent(message)),
            8 => Told.Of(customer, id, at, new InboundBody.Echo("own" + id, null, false, MessageKind.Text, words)),
            9 => Told.Of(customer, id, at, new InboundBody.Echo("own" + id, null, false, MessageKind.Text, words) { Automatic = true }),
            10 => Told.Of(customer, id, at, new InboundBody.Reaction(message, words)),
            11 => Told.Of(customer, id, at, new InboundBody.Reaction(message, null)),
            12 => Told.Of(customer, id, at, new InboundBody.Postback(words, null)),
            _ => Told.Of(customer, id, at, new InboundBody.Followed(true)),
        };
        return told.Words < 3 ? inbound with { Name = $"Name {told.Words}" } : inbound;
    }
}
