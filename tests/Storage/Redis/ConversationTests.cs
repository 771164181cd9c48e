using Microsoft.Extensions.Time.Testing;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;

namespace OmoBroadcast.Tests.Storage.Redis;

public sealed partial class ConversationTests(Engines engines)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(
        TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()
    );
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_first_message_makes_a_customer_who_waits(Engine engine)
    {
        var conversations = engines.Conversations(engine);
        var customer = new CustomerKey(Engines.Account(), "U1");

        Assert.Equal(
            [new EventResult(true, null, true)],
            await conversations.ApplyAsync([Told.Message(customer, "e1", Now, "您好")], false, None)
        );
        Assert.Equal(
            [new EventResult(true, null, false)],
            await conversations.ApplyAsync([Told.Message(customer, "e2", Now.AddSeconds(1), "在嗎")], false, None)
        );
        Assert.Equal(
            [new EventResult(false, null, false)],
            await conversations.ApplyAsync([Told.Message(customer, "e1", Now, "您好")], false, None)
        );

        var found = await conversations.FindAsync(customer);
        Assert.Equal(
            (ConversationState.Pending, null, Now.AddSeconds(1), "在嗎", null),
            (found!.State, found.Assignee, found.LastMessageAt, found.LastText, found.LastAnsweredAt)
        );
        Assert.Equal(1, await conversations.CountPendingAsync(customer.Account, None));
        Assert.Equal([customer], await conversations.NamelessAsync(customer.Account, 10));
        Assert.Null(await conversations.FindAsync(customer with { UserId = "U2" }));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Who_waits_is_taken_by_one_and_closed_by_nobody_else(Engine engine)
    {
        var conversations = engines.Conversations(engine);
        var customer = new CustomerKey(Engines.Account(), "U1");
        Assert.Equal(Transition.NotFound, await conversations.TakeAsync(customer, "A", Now));
        await conversations.ApplyAsync([Told.Message(customer, "e1", Now)], false, None);

        Assert.Equal(Transition.WrongState, await conversations.ReopenAsync(customer, "A", Now));
        Assert.Equal(Transition.Done, await conversations.TakeAsync(customer, "A", Now));
        Assert.Equal(Transition.AlreadySo, await conversations.TakeAsync(customer, "a", Now));
        Assert.Equal(Transition.TakenByAnother, await conversations.TakeAsync(customer, "B", Now));
        Assert.Equal(Transition.NotMine, await conversations.CloseAsync(customer, "B", Now));
        Assert.Equal((0, 1, 0), await CountsAsync(conversations, customer));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_conversation_goes_round_through_its_states(Engine engine)
    {
        var conversations = engines.Conversations(engine);
        var customer = new CustomerKey(Engines.Account(), "U1");
        await conversations.ApplyAsync([Told.Message(customer, "e1", Now)], false, None);
        Assert.Equal(Transition.Done, await conversations.TakeAsync(customer, "A", Now));
        var written = await conversations.ApplyAsync([Told.Message(customer, "e2", Now.AddSeconds(5))], false, None);
        Assert.Equal([new EventResult(true, "A", false)], written);
        Assert.Equal((ConversationState.InProgress, "A"), await StateAsync(conversations, customer));

        Assert.Equal(Transition.Done, await conversations.CloseAsync(customer, "A", Now.AddSeconds(9)));
        Assert.Equal(Transition.AlreadySo, await conversations.CloseAsync(customer, "A", Now.AddSeconds(9)));
        Assert.Equal(Transition.WrongState, await conversations.TakeAsync(customer, "A", Now.AddSeconds(9)));
        Assert.Equal((ConversationState.Closed, null), await StateAsync(conversations, customer));
        Assert.Equal((0, 0, 0), await CountsAsync(conversations, customer));

        await conversations.ApplyAsync([Told.Message(customer, "late", Now.AddSeconds(8))], false, None);
        Assert.Equal((ConversationState.Closed, null), await StateAsync(conversations, customer));
        await conversations.ApplyAsync([Told.Message(customer, "e3", Now.AddSeconds(10))], false, None);
        Assert.Equal((ConversationState.Pending, null), await StateAsync(conversations, customer));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_waits_can_be_closed_by_anybody_and_is_opened_again_by_who_closed_it(Engine engine)
    {
        var conversations = engines.Conversations(engine);
        var customer = new CustomerKey(Engines.Account(), "U1");
        await conversations.ApplyAsync([Told.Message(customer, "e1", Now)], false, None);
        Assert.Equal(Transition.Done, await conversations.CloseAsync(customer, "B", Now.AddSeconds(11)));
        Assert.Equal(Transition.Done, await conversations.ReopenAsync(customer, "B", Now.AddSeconds(12)));
        Assert.Equal(Transition.AlreadySo, await conversations.ReopenAsync(customer, "B", Now.AddSeconds(12)));
        Assert.Equal(Transition.TakenByAnother, await conversations.ReopenAsync(customer, "A", Now.AddSeconds(12)));
        Assert.Equal((0, 0, 1), await CountsAsync(conversations, customer));
    }

    private static async Task<(ConversationState, string?)> StateAsync(Conversations conversations, CustomerKey customer) =>
        await conversations.FindAsync(customer) is { } found ? (found.State, found.Assignee) : default;

    /// <summary>Who wait, A's and B's.</summary>
    private static async Task<(int, int, int)> CountsAsync(Conversations conversations, CustomerKey customer) =>
        (
            (int)await conversations.CountPendingAsync(customer.Account, None),
            (int)await conversations.CountMineAsync(customer.Account, "A", None),
            (int)await conversations.CountMineAsync(customer.Account, "b", None)
        );

    private static readonly string[] HostileIds =
    [
        "a}:{b",
        "a",
        "%",
        "%25",
        "\"",
        "'",
        "\0",
        "a\0b",
        "a b",
        "a\nb",
        "客人",
        "é",
        new string('x', 201),
        new string('x', 5000),
        new string('x', 5000) + "y",
        "",
        "*",
        "$6\r\n",
    ];

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Hostile_ids_stay_apart(Engine engine)
    {
        var conversations = engines.Conversations(engine);
        var accounts = new[] { "a}:{b", "%7D", "}", "\0", "" }.Select(id => new AccountKey(ChannelId.Line, id + Guid.NewGuid())).ToArray();
        var keys = accounts.SelectMany(account => HostileIds.Select(id => new CustomerKey(account, id))).ToArray();

        await conversations.ApplyAsync([.. keys.Select(key => Told.Message(key, "e" + key.UserId, Now, key.ToString()))], false, None);
        foreach (var key in keys)
        {
            Assert.Equal(Transition.Done, await conversations.TakeAsync(key, "S" + key.UserId, Now));
            await conversations.AddStaffMessageAsync(key, key.UserId, "S" + key.UserId, key.ToString(), Now);
        }

        var found = await conversations.FindAsync(keys, None);
        Assert.Equal(keys.Length, found.Count);
        foreach (var key in keys)
        {
            Assert.Equal("S" + key.UserId, found[key].Assignee);
            var transcript = await conversations.TranscriptAsync(key, 10);
            Assert.Equal(2, transcript.Count);
            Assert.All(transcript, entry => Assert.Equal(key.ToString(), entry.Text));
            if (key.UserId.Length < 100)
                Assert.Contains(transcript, entry => entry.From == "S" + key.UserId);
            var mine = await conversations.PageMineAsync(key.Account, "S" + key.UserId, null, 10, None);
            Assert.Equal(key.UserId, Assert.Single(mine.Customers).Key.UserId);
        }
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Those_who_wait_longest_come_first(Engine engine)
    {
        var conversations = engines.Conversations(engine);
        var account = Engines.Account();
        var keys = Enumerable.Range(0, 50).Select(number => new CustomerKey(account, $"U{number:00}")).ToArray();
        await conversations.ApplyAsync(
            [.. keys.Select((key, number) => Told.Message(key, "e" + number, Now.AddSeconds(-number)))],
            false,
            None
        );
        await conversations.ApplyAsync(
            [.. keys.Select((key, number) => Told.Message(key, "f" + number, Now.AddSeconds(number)))],
            false,
            None
        );

        Assert.Equal(keys.Reverse().Take(20), (await conversations.PendingAsync(account, 20, None)).Select(customer => customer.Key));
        Assert.Equal(50, await conversations.CountPendingAsync(account, None));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_event_older_than_its_memory_is_not_applied(Engine engine)
    {
        var time = new FakeTimeProvider(Now);
        var conversations = engines.Conversations(engine, time);
        var customer = new CustomerKey(Engines.Account(), "U1");
        InboundEvent[] events =
        [
            Told.Message(customer, "old", Now - TimeSpan.FromDays(8.01)),
            Told.Message(customer, "young", Now - TimeSpan.FromDays(7.99)),
        ];

        Assert.Equal([false, true], (await conversations.ApplyAsync(events, false, None)).Select(applied => applied.Fresh));
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal([false, false], (await conversations.ApplyAsync(events, false, None)).Select(applied => applied.Fresh));

        var day = DateOnly.FromDateTime(events[1].At.UtcDateTime);
        var left = await engines[engine]
            .AskAsync(database => database.KeyTimeToLiveAsync(Keys.Seen(customer.Account, Keys.Bucket("U1"), day)));
        Assert.InRange(left!.Value, TimeSpan.FromDays(1), TimeSpan.FromDays(2.1));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Events_without_a_customer_and_of_unknown_kind_are_kept_raw_once(Engine engine)
    {
        var conversations = engines.Conversations(engine);
        var account = Engines.Account();
        InboundEvent[] events =
        [
            new("g1", account, null, Now, false, new InboundBody.Other("join"), "{\"type\":\"join\"}"),
            new("o1", account, "U1", Now, false, new InboundBody.Other("beacon"), "{\"type\":\"beacon\"}"),
            new("m1", account, "U1", Now, false, new InboundBody.Message("m", MessageKind.Unknown, null, null), "{\"type\":\"hologram\"}"),
        ];
        Assert.All(await conversations.ApplyAsync(events, false, None), applied => Assert.True(applied.Fresh));
        Assert.All(await conversations.ApplyAsync(events, false, None), applied => Assert.False(applied.Fresh));

        Assert.Equal(
            ["{\"type\":\"beacon\"}", "{\"type\":\"hologram\"}", "{\"type\":\"join\"}"],
            (await conversations.RawAsync(account, None)).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            [(MessageKind.System, "beacon"), (MessageKind.Unknown, null)],
            (await conversations.TranscriptAsync(new(account, "U1"), 10)).Select(entry => (entry.Kind, entry.Text))
        );
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Suppressions_that_wait_are_drained_at_least_once(Engine engine)
    {
        var conversations = engines.Conversations(engine);
        var account = Engines.Account();
        var events = Enumerable
            .Range(0, 40)
            .Select(number => Told.Message(new(account, $"U{number}"), $"e{number}", Now, number % 2 == 0 ? "STOP" : "hello"))
            .ToArray();
        await conversations.ApplyAsync(events[..20], suppressionsPending: true, None);
        await conversations.ApplyAsync(events[..20], suppressionsPending: true, None);
        await conversations.ApplyAsync(events[20..], suppressionsPending: false, None);

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            conversations.DrainSuppressionsAsync(account, _ => throw new InvalidOperationException("SQL is away"), None)
        );
        var written = new List<SuppressionChange>();
        Assert.True(await conversations.DrainSuppressionsAsync(account, WriteAsync, None));
        var waited = events[..20].Select(inbound => SuppressionChange.Of(inbound, SuppressionWords.Default)).OfType<SuppressionChange>();
        Assert.Equal(waited.OrderBy(change => change.EventId), written.OrderBy(change => change.EventId));
        Assert.False(await conversations.DrainSuppressionsAsync(account, _ => Task.CompletedTask, None));

        Task WriteAsync(IReadOnlyList<SuppressionChange> changes)
        {
            written.AddRange(changes);
            return Task.CompletedTask;
        }
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Names_tags_and_answers_are_kept(Engine engine)
    {
        var conversations = engines.Conversations(engine);
        var customer = new CustomerKey(Engines.Account(), "U1");
        await conversations.SetProfileAsync(customer, new("nobody", null));
        await conversations.TagAsync(customer, ["none"], []);
        await conversations.AddStaffMessageAsync(customer, "a0", "S", "into the blue", Now);
        Assert.Null(await conversations.FindAsync(customer));

        await conversations.ApplyAsync([Told.Message(customer, "e1", Now)], false, None);
        await conversations.SetProfileAsync(customer, new("王小明", "zh-TW"));
        await conversations.TagAsync(customer, ["VIP", "新品", "vip"], []);
        await conversations.TagAsync(customer, ["生日"], ["Vip"]);
        await conversations.AddStaffMessageAsync(customer, "a1", "Staff-1", "好的", Now.AddSeconds(2));
        await conversations.AddStaffMessageAsync(customer, "a1", "Staff-1", "好的", Now.AddSeconds(3));
        await conversations.ApplyAsync([Told.Message(customer, "e2", Now.AddSeconds(1), "again")], false, None);

        var found = await conversations.FindAsync(customer);
        Assert.Equal(("王小明", Now.AddSeconds(2), "again"), (found!.Name, found.LastAnsweredAt, found.LastText));
        Assert.Equal(["新品", "生日"], found.Tags);
        Assert.Empty(await conversations.NamelessAsync(customer.Account, 10));
        Assert.Equal(
            [(null, "hello"), (null, "again"), ("Staff-1", "好的")],
            (await conversations.TranscriptAsync(customer, 200)).Select(entry => (entry.From, entry.Text))
        );
        Assert.Equal("好的", Assert.Single(await conversations.TranscriptAsync(customer, 1)).Text);
    }

    private async Task<OmoBroadcast.Storage.Redis.RedisConnection> OtherAsync(Engine engine) =>
        await Engines.ConnectAsync(engines[engine].Configuration);
}
