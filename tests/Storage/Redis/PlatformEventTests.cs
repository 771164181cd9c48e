using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;

namespace OmoBroadcast.Tests.Storage.Redis;

/// <summary>What only some platforms tell: messages from their own inbox, reactions, names, new ids, and what opens a window.</summary>
public sealed class PlatformEventTests(Engines engines)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(
        TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()
    );
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_message_from_the_platforms_own_inbox_is_a_line_by_staff_once(Engine engine)
    {
        var conversations = engines.Conversations(engine);
        var customer = Customer(ChannelId.Messenger);
        await ApplyAsync(conversations, Event(customer, "e1", 0, new InboundBody.Message("m1", MessageKind.Text, "在嗎", null)));
        for (var again = 0; again < 2; again++)
            await ApplyAsync(conversations, Event(customer, "e2", 1, new InboundBody.Echo("m2", null, false, MessageKind.Text, "在的")));
        await ApplyAsync(conversations, Event(customer, "e3", 2, new InboundBody.Reaction("m2", "👍")));
        Assert.Equal(
            [(null, "在嗎"), (TranscriptEntry.PlatformInbox, "在的"), (null, "👍")],
            (await conversations.TranscriptAsync(customer, 10)).Select(line => (line.From, line.Text))
        );
        await ApplyAsync(conversations, Event(customer, "e4", 3, new InboundBody.Reaction("m2", null)));
        await ApplyAsync(conversations, Event(customer, "e5", 2, new InboundBody.Reaction("m2", "🎉")));

        var lines = await conversations.TranscriptAsync(customer, 10);
        Assert.Equal([(null, "在嗎"), (TranscriptEntry.PlatformInbox, "在的")], lines.Select(line => (line.From, line.Text)));
        Assert.Equal(Now.AddSeconds(1), (await conversations.FindAsync(customer))!.LastAnsweredAt);
    }

    /// <param name="opens">Whether they open the window there.</param>
    [Theory]
    [InlineData(Engine.Redis, "messenger", true)]
    [InlineData(Engine.Redis, "instagram", true)]
    [InlineData(Engine.Redis, "whatsapp", false)]
    [InlineData(Engine.Redis, "line", false)]
    [InlineData(Engine.Embedded, "messenger", true)]
    [InlineData(Engine.Embedded, "instagram", true)]
    [InlineData(Engine.Embedded, "whatsapp", false)]
    [InlineData(Engine.Embedded, "line", false)]
    public async Task A_postback_a_reaction_and_a_link_followed_open_the_window_where_the_platform_says_so(
        Engine engine,
        string channel,
        bool opens
    )
    {
        var (conversations, customer) = (engines.Conversations(engine), Customer(new ChannelId(channel)));
        await ApplyAsync(conversations, Event(customer, "e1", 0, new InboundBody.Message("m1", MessageKind.Text, "在嗎", null)));
        // Another app holds the thread.
        await ApplyAsync(conversations, Event(customer, "s1", 3, new InboundBody.Postback("BUY", null)) with { Standby = true });
        await ApplyAsync(conversations, Event(customer, "s2", 4, new InboundBody.Reaction("m1", "❤")) with { Standby = true });
        Assert.Equal(Now, (await conversations.FindAsync(customer))!.LastMessageAt);
        await ApplyAsync(conversations, Event(customer, "e2", 5, new InboundBody.Postback("BUY", null)));
        await ApplyAsync(conversations, Event(customer, "e3", 9, new InboundBody.Reaction("m1", "❤")));
        var found = await conversations.FindAsync(customer);
        Assert.Equal((Now.AddSeconds(opens ? 9 : 0), "在嗎"), (found!.LastMessageAt, found.LastText));
        var link = new InboundBody.SystemMessage(SystemEvent.CameBy, null, new(ReferralSource.Link, "r"));
        await ApplyAsync(conversations, Event(customer, "e4", 11, link));
        await ApplyAsync(conversations, Event(customer, "e5", 15, new InboundBody.Other("account_linking")));
        Assert.Equal(Now.AddSeconds(opens ? 11 : 0), (await conversations.FindAsync(customer))!.LastMessageAt);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_name_that_comes_along_is_kept_and_not_asked_for(Engine engine)
    {
        var conversations = engines.Conversations(engine);
        var customer = Customer(ChannelId.WhatsApp);
        await ApplyAsync(
            conversations,
            Event(customer, "e1", 1, new InboundBody.Message("m1", MessageKind.Text, "hi", null)) with
            {
                Name = "Ann",
            }
        );
        await ApplyAsync(
            conversations,
            Event(customer, "e0", 0, new InboundBody.Message("m0", MessageKind.Text, "hi", null)) with
            {
                Name = "An old name",
            }
        );
        Assert.Equal("Ann", (await conversations.FindAsync(customer))!.Name);
        Assert.Empty(await conversations.NamelessAsync(customer.Account, 10));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Who_is_called_by_another_id_keeps_assignee_tags_and_transcript(Engine engine)
    {
        var conversations = engines.Conversations(engine);
        var former = Customer(ChannelId.WhatsApp);
        var now = former with { UserId = "CC.new" };
        var first = Event(former, "e1", 0, new InboundBody.Message("m1", MessageKind.Text, "早", null));
        await ApplyAsync(conversations, first with { Name = "Ann" });
        Assert.Equal(Transition.Done, await conversations.TakeAsync(former, "mei", Now));
        await conversations.TagAsync(former, ["VIP"], []);
        await ApplyAsync(conversations, Event(now, "e2", 5, new InboundBody.Message("m2", MessageKind.Text, "是我", null)));
        for (var again = 0; again < 2; again++)
            await ApplyAsync(conversations, Event(now, "e3", 6, new InboundBody.Renamed(former.UserId)));

        Assert.Empty(await conversations.FindAsync([former], None));
        var found = (await conversations.FindAsync(now))!;
        // Whoever still holds the former id, as an old card does, meets the one person.
        Assert.Equal(now, (await conversations.FindAsync(former))!.Key);
        Assert.Equal(Transition.AlreadySo, await conversations.TakeAsync(former, "mei", Now));
        Assert.Equal((ConversationState.InProgress, "mei", "Ann", "是我"), (found.State, found.Assignee, found.Name, found.LastText));
        Assert.Equal(["VIP"], found.Tags);
        Assert.Equal(["早", "是我"], (await conversations.TranscriptAsync(now, 10)).Select(line => line.Text));
        Assert.Equal(
            (0, 1),
            (await conversations.CountPendingAsync(now.Account, None), await conversations.CountMineAsync(now.Account, "mei", None))
        );
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_is_taken_back_is_in_no_raw_copy_before_and_after_its_person_is_called_by_another_id(Engine engine)
    {
        var conversations = engines.Conversations(engine);
        string[] messages = ["m1", "wamid.a/b+c==", new string('é', 150), new string('x', 240)];
        foreach (var message in messages)
        foreach (var takenBackUnder in (string[])["7001", "TW.new"])
        foreach (var renamedFirst in (bool[])[false, true])
        {
            var former = Customer(ChannelId.WhatsApp);
            var now = former with { UserId = "TW.new" };
            InboundEvent rename = Event(now, "e3", 3, new InboundBody.Renamed(former.UserId)),
                unsent = Event(now with { UserId = takenBackUnder }, "e4", 4, new InboundBody.Unsent(message));
            InboundEvent[] events =
            [
                Unclear(former, "e0", "first", "not this"),
                Unclear(former, "e1", message, "words"),
                Unclear(former, "e2", "last", "nor this"),
                .. renamedFirst ? (InboundEvent[])[rename, unsent] : [unsent, rename],
            ];
            foreach (var one in events)
                await ApplyAsync(conversations, one);
            Assert.Equal(["last nor this", "first not this"], (await conversations.RawAsync(now, 9, None)).Select(raw => raw.Trim('"')));
            Assert.Equal(2, (await conversations.RawAsync(now.Account, None)).Count);
        }
    }

    private static InboundEvent Unclear(CustomerKey customer, string id, string message, string words) =>
        Event(customer, id, 1, new InboundBody.Message(message, MessageKind.Unknown, null, null)) with
        {
            Raw = $"\"{message.Replace("/", "\\/", StringComparison.Ordinal)} {words}\"",
        };

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task One_person_with_two_ids_is_one_customer_whichever_is_told(Engine engine)
    {
        var conversations = engines.Conversations(engine);
        var number = Customer(ChannelId.WhatsApp);
        var scoped = number with { UserId = "TW." + number.UserId };

        // First by the scoped id alone, then by both, then by the scoped id alone again.
        await SayAsync(scoped, scoped.UserId, "e1", 1, "早");
        for (var twice = 0; twice < 2; twice++)
            await SayAsync(number, scoped.UserId, "e2", 2, "是我");
        await SayAsync(scoped, scoped.UserId, "e3", 3, "還是我");
        Assert.Empty(await conversations.FindAsync([scoped], None));
        Assert.Equal(["早", "是我", "還是我"], (await conversations.TranscriptAsync(number, 10)).Select(line => line.Text));

        // A new scoped id comes with a new number, which is not told: the old one must not be written to.
        var later = number with { UserId = "TW.later" };
        await ApplyAsync(Event(later, "e4", 4, new InboundBody.Renamed(scoped.UserId)) with { Alias = later.UserId });
        Assert.Empty(await conversations.FindAsync([number], None));
        Assert.Equal(["早", "是我", "還是我"], (await conversations.TranscriptAsync(later, 10)).Select(line => line.Text));

        Task SayAsync(CustomerKey customer, string alias, string id, int second, string words)
        {
            var said = new InboundBody.Message("m" + id, MessageKind.Text, words, null);
            return ApplyAsync(Event(customer, id, second, said) with { Alias = alias });
        }

        Task ApplyAsync(InboundEvent inbound) => ResolvedAsync(conversations, inbound);
    }

    /// <summary>As whom its ids are known, if they are.</summary>
    private static async Task ResolvedAsync(Conversations conversations, InboundEvent inbound) =>
        await conversations.ApplyAsync(await conversations.ResolveAsync([inbound], default), false, default);

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Reports_that_wait_come_back_as_they_were_and_once_written_are_gone(Engine engine)
    {
        var waiting = new WaitingReports(engines[engine]);
        var customer = Customer(ChannelId.WhatsApp);
        var unreachable = new SendOutcome.Unreachable("131050", "stop", SuppressionKind.Unsubscribed);
        InboundEvent[] reports =
        [
            Event(customer, "r1", 0, new InboundBody.Receipt(ReceiptKind.Failed, "w1", new(Guid.NewGuid(), 3), null, unreachable)),
            Event(customer, "r2", 1, new InboundBody.Receipt(ReceiptKind.Read, null, null, Now, null)),
            Event(customer, "r3", 2, new InboundBody.Echo("w2", null, true, MessageKind.Image, null)),
            Event(customer, "r4", 3, new InboundBody.Standing(AccountStanding.Restricted, "BLOCK", "spam")),
            Event(customer, "r5", 4, new InboundBody.Renamed("old")),
        ];
        await waiting.KeepAsync(reports, None);
        var back = new List<InboundEvent>();
        await Assert.ThrowsAsync<TimeoutException>(() => waiting.DrainAsync(customer.Account, _ => throw new TimeoutException(), None));
        Assert.True(await waiting.DrainAsync(customer.Account, kept => Keep(back, kept), None));
        Assert.False(await waiting.DrainAsync(customer.Account, kept => Keep(back, kept), None));
        Assert.Equal(reports, back);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Two_nodes_that_drain_the_same_reports_take_nothing_off_that_neither_has_written(Engine engine)
    {
        await using var second = await Engines.ConnectAsync(engines[engine].Configuration);
        WaitingReports one = new(engines[engine]),
            other = new(second);
        var customer = Customer(ChannelId.WhatsApp);
        InboundEvent Read(string id) => Event(customer, id, 0, new InboundBody.Receipt(ReceiptKind.Read, id, null, Now, null));
        await one.KeepAsync([Read("same"), Read("first")], None);

        // Both have read the two; while they write them the platform tells the first again, and something new.
        var written = new List<InboundEvent>();
        var (otherRead, oneDone) = (new TaskCompletionSource(), new TaskCompletionSource());
        var draining = other.DrainAsync(customer.Account, SlowlyAsync, None);
        await otherRead.Task;
        await DrainOneBlockAsync(one, customer.Account, [Read("same"), Read("last")], written);
        oneDone.TrySetResult();
        await draining;

        Assert.Contains(Read("last"), written);
        Assert.False(await one.DrainAsync(customer.Account, _ => Task.CompletedTask, None));

        async Task SlowlyAsync(IReadOnlyList<InboundEvent> kept)
        {
            otherRead.TrySetResult();
            await oneDone.Task;
            written.AddRange(kept);
        }
    }

    /// <summary>One block and no more: what comes behind it is the other's.</summary>
    private static async Task DrainOneBlockAsync(
        WaitingReports reports,
        AccountKey account,
        IReadOnlyList<InboundEvent> meanwhile,
        List<InboundEvent> written
    )
    {
        var begun = false;
        await Assert.ThrowsAsync<TimeoutException>(() => reports.DrainAsync(account, OnceAsync, None));

        async Task OnceAsync(IReadOnlyList<InboundEvent> kept)
        {
            if (begun)
                throw new TimeoutException();
            begun = true;
            await reports.KeepAsync(meanwhile, None);
            written.AddRange(kept);
        }
    }

    private static Task Keep(List<InboundEvent> into, IReadOnlyList<InboundEvent> kept)
    {
        into.AddRange(kept);
        return Task.CompletedTask;
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_was_seen_is_forgotten_in_time_also_of_who_is_called_by_another_id(Engine engine)
    {
        var former = Customer(ChannelId.WhatsApp);
        var now = former with { UserId = "7002" };
        var conversations = engines.Conversations(engine);
        await ApplyAsync(conversations, Told.Message(former, "e1", Now));
        await ApplyAsync(conversations, Event(now, "e2", 0, new InboundBody.Renamed(former.UserId)));
        await ApplyAsync(conversations, Told.Message(now, "e3", Now));
        foreach (var customer in new[] { former, now })
        {
            var seen = Keys.Seen(customer.Account, Keys.Bucket(customer.UserId), DateOnly.FromDateTime(Now.UtcDateTime));
            Assert.NotNull(await engines[engine].AskAsync(database => database.KeyTimeToLiveAsync(seen)));
        }
    }

    private static CustomerKey Customer(ChannelId channel) => new(new(channel, Guid.NewGuid().ToString("N")), "7001");

    private static InboundEvent Event(CustomerKey customer, string id, int second, InboundBody body) =>
        new(id, customer.Account, customer.UserId, Now.AddSeconds(second), false, body, null);

    private static Task ApplyAsync(Conversations conversations, InboundEvent inbound) => conversations.ApplyAsync([inbound], false, None);
}
