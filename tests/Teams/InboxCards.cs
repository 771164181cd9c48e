using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.People;
using OmoBroadcast.Desks.Privacy;
using OmoBroadcast.Desks.Search;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Tests.Teams;

/// <summary>The cards of conversations, their customers and the team, for <see cref="CardTests"/>.</summary>
internal static partial class InboxCards
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly StaffMember Me = new("p-1", "林店員", Role.Salesperson, "信義店");
    private static readonly StaffMember Colleague = new("p-2", "陳 *店員*", Role.Salesperson, "信義店");
    private static readonly StaffMember Manager = new("p-9", "黃經理", Role.Manager, "信義店") { OnDuty = false };
    private static readonly Guid Act = new("0197a000-0000-7000-8000-000000000001");
    private static readonly CustomerKey Key = new(new(ChannelId.WhatsApp, "106540352242922"), "886900000001");
    private static readonly Dictionary<ChannelId, TimeSpan> Windows = new() { [ChannelId.WhatsApp] = TimeSpan.FromHours(24) };

    private static Customer Amy =>
        new(Key)
        {
            Name = "Amy *Lin*",
            State = ConversationState.InProgress,
            Assignee = Me.Id,
            LastMessageAt = Now.AddHours(-2),
            LastText = "還有貨嗎？",
            WaitingSince = Now.AddHours(-2),
            Tags = ["VIP", "新品"],
        };

    private static IReadOnlyList<TranscriptEntry> Said =>
        [
            new(Now.AddHours(-3), Me.Id, MessageKind.Text, "990 元", false, false),
            new(Now.AddHours(-2), null, MessageKind.Image, null, false, false)
            {
                Details = MessageDetails.OfMedia(MessageKind.Image, "m1"),
            },
            new(Now.AddHours(-2), null, MessageKind.File, "訂單.pdf", false, false)
            {
                Details = MessageDetails.OfMedia(MessageKind.File, "m2"),
            },
            new(Now.AddHours(-2), null, MessageKind.Text, "還有貨嗎？", false, false),
        ];

    /// <summary>All that is not words.</summary>
    private static IReadOnlyList<TranscriptEntry> Kinds =>
        [
            new(Now.AddHours(-3), null, MessageKind.Order, "週六 *自取*", false, false)
            {
                Details = new() { Items = [new("帽子", "紅色", "2 × 590 TWD"), new("襪子", null, "1 × 90 TWD")], Omitted = 2 },
            },
            new(Now.AddHours(-3), null, MessageKind.Location, "台北 101", false, false)
            {
                Details = new() { Place = new(25.033964, 121.564468, null, "信義路五段 7 號") },
            },
            new(Now.AddHours(-3), null, MessageKind.Contacts, "小明", false, false)
            {
                Details = new() { Items = [new("小明", "+886 900 000 001, +886 900 000 002")] },
            },
            new(Now.AddHours(-3), null, MessageKind.System, null, false, false)
            {
                Details = new()
                {
                    Event = SystemEvent.CameBy,
                    Referral = new(ReferralSource.Ad, "春季特賣", "https://fb.example/ad", "https://cdn.example/ad"),
                },
            },
            new(Now.AddHours(-2), null, MessageKind.Text, "這件還有嗎？", false, false)
            {
                Details = new() { Quoted = "w1" },
                Quoted = new(Now.AddHours(-3), Me.Id, MessageKind.Text, "新品到店 *特價*", false, false),
            },
            new(Now.AddHours(-2), null, MessageKind.Text, "那這件呢？", false, false)
            {
                Details = new() { Quoted = "w0", Referral = new(ReferralSource.Story, null, null, "https://cdn.example/s") },
            },
            new(Now.AddHours(-2), null, MessageKind.Image, null, false, false)
            {
                Details = new() { Media = [new(MessageKind.Image, "m1"), new(MessageKind.Image, "m2", "image/heic")] },
            },
            new(Now.AddHours(-2), null, MessageKind.Button, "看新品", false, false),
            new(Now.AddHours(-1), null, MessageKind.System, "Gold", false, false)
            {
                Details = new() { Event = SystemEvent.MembershipJoined },
            },
            new(Now.AddHours(-1), null, MessageKind.Unknown, "poll", false, false),
        ];

    private static ConversationView View =>
        new(new(Amy, Said) { Window = TimeSpan.FromHours(24) }, Me, Act)
        {
            Care = new([new("陳 *店員*", "喜歡*藍色*", Now.AddDays(-1))], true, []),
            Media = new Dictionary<string, MediaView>
            {
                ["m1"] = new(new("https://omo.example/received/a"), new("https://omo.example/received/b")),
                ["m2"] = new(null, new("https://omo.example/received/c")),
            },
        };

    private static Quarantine Aside =>
        new(
            3,
            [
                new(12, ChannelId.Line, Now.AddHours(-5), 2, "RedisServerException"),
                new(14, ChannelId.WhatsApp, Now.AddDays(-2), null, "wrong signature"),
            ]
        );

    private static OptOutPreview List =>
        new(
            [new(Key, Now, true), new(Key with { UserId = "886900000002" }, Now, false)],
            40,
            [new(3, OptOutFault.CutId), new(9, OptOutFault.NoAccount)],
            null
        )
        {
            Id = Act,
        };

    public static IEnumerable<(string, JsonObject)> Usual(Phrases phrases)
    {
        var stopped = View with { Care = new([], false, [SuppressionKind.Unsubscribed, SuppressionKind.Blocked]) };
        var list = new ConversationList([Amy, Amy with { Name = null, LastMessageAt = Now.AddDays(-2), WaitingSince = null }], 21, 10)
        {
            Windows = Windows,
        };
        yield return ("closed", ConversationListCard.Closed(phrases, list, Now, phrases["Close_Done"]));
        yield return ("closed-none", ConversationListCard.Closed(phrases, new([], 0, 0), Now));
        foreach (var card in Finding(phrases, list))
            yield return card;
        yield return ("pass", ConversationListCard.Pass(phrases, new(list, [Colleague]), Now, phrases.Say("Pass_Done", 2, 3, "陳店員")));
        yield return (
            "pass-wrong",
            ConversationListCard.Pass(
                phrases,
                new(list, [Colleague], Key.ToString()),
                Now,
                new FieldError("customers", phrases["Invalid_pass.nobody"])
            )
        );
        yield return (
            "pass-many",
            ConversationListCard.Pass(
                phrases,
                new(
                    list,
                    [.. Enumerable.Range(0, 43).Select(i => Colleague with { Id = $"p-{i}", Name = $"店員 {i}" })],
                    At: new(1, "p-7")
                ),
                Now
            )
        );
        yield return ("pass-nobody", ConversationListCard.Pass(phrases, new(list, []), Now));
        yield return ("conversation-media", ConversationCard.Draw(phrases, View, Now));
        yield return (
            "conversation-kinds",
            ConversationCard.Draw(
                phrases,
                View with
                {
                    Open = View.Open with { Last = Kinds },
                    Media = new Dictionary<string, MediaView>(View.Media)
                    {
                        ["https://fb.example/ad"] = new(null, new("https://fb.example/ad")),
                        ["https://cdn.example/ad"] = new(new("https://cdn.example/ad"), new("https://cdn.example/ad")),
                        ["https://cdn.example/s"] = new(new("https://cdn.example/s"), new("https://cdn.example/s")),
                    },
                },
                Now
            )
        );
        yield return (
            "conversation-happened",
            ConversationCard.Draw(
                phrases,
                View with
                {
                    Open = View.Open with { Last = [.. Said, Tagged] },
                    Care = View.Care with { Broadcasts = Received },
                },
                Now
            )
        );
        yield return (
            "conversation-closed",
            ConversationCard.Draw(
                phrases,
                View with
                {
                    Open = View.Open with { Customer = Amy with { State = ConversationState.Closed, Assignee = null, LastOwner = Me.Id } },
                },
                Now
            )
        );
        yield return ("customer", CustomerCard.Draw(phrases, new(View, [Colleague]), Now, phrases["Note_Saved"]));
        yield return (
            "customer-stopped",
            CustomerCard.Draw(phrases, new(stopped, [], new("x", null)), Now, new FieldError("note", phrases["Invalid_note.empty"]))
        );
        yield return (
            "customer-wrong",
            CustomerCard.Draw(
                phrases,
                new(View, [Colleague], new("喜歡 *紅色*", $"VIP, {new string('長', 31)}")),
                Now,
                new FieldError("tags", phrases.Say("Invalid_tag.too_long", phrases.Count(CustomerDesk.LongestTag)))
            )
        );
        foreach (var bound in Bound(phrases, list))
            yield return bound;
        yield return ("customer-ask-stop", CustomerCard.AskStop(phrases, View, stop: true));
        yield return ("customer-ask-resume", CustomerCard.AskStop(phrases, View, stop: false));
        yield return ("message", MessageCard.Mine(phrases, View, Now));
        yield return ("message-further", MessageCard.Further(phrases, View, Now));
        foreach (var typed in Typed(phrases))
            yield return typed;
        yield return ("message-sounds-like-stop", MessageCard.Mine(phrases, View with { SoundsLikeStop = true }, Now));
        yield return ("quarantine", QuarantineCard.Draw(phrases, Aside, Now));
        yield return ("opt-outs", OptOutCards.Open(phrases, 1_204, phrases.Say("OptOuts_Imported", 12)));
        yield return ("opt-outs-preview", OptOutCards.Preview(phrases, List));
        yield return ("message-manager", MessageCard.ForManager(phrases, View with { Who = Manager }, Me with { OnDuty = false }, Now));
        yield return ("passed", MessageCard.Passed(phrases, Colleague, [Amy]));
        yield return ("team-approvals", TeamCards.Approvals(phrases, [new(Asked, "王 *店員*"), new(Asked with { DueAt = null }, null)]));
        yield return ("team", TeamCards.Overview(phrases, Store([new(Me, 12, 3, Now.AddHours(-5), 40), new(Manager, 0, 0, null, 0)]), Now));
        yield return ("team-conversations", TeamCards.Conversations(phrases, new(Me, list), Now));
        yield return ("team-bound", TeamCards.Bound(phrases, new(Me, list), Now));
        yield return (
            "team-conversation",
            ConversationCard.ForManager(phrases, View with { Who = Manager }, new(new(View.Open, Me, [Me, Colleague, Manager])), Now)
        );
    }

    private static IEnumerable<(string, JsonObject)> Bound(Phrases phrases, ConversationList list)
    {
        BoundAccount line = new(new(new(ChannelId.Line, "Ushop"), "信義 *旗艦* 店"), 128);
        BoundAccount whatsapp = new(new(Key.Account, "台北店"), 7);
        var mine = new MyBindings("K7QX2", [line, whatsapp, line with { Account = line.Account with { Name = "板橋店" }, Customers = 0 }]);
        (Uri?, Uri?) link = (new("https://line.example/R/oaMessage/@shop/?%23K7QX2"), new("https://omo.example/media/a1"));
        yield return ("bound", BindingCards.Mine(phrases, mine, [link, link, (null, null)]));
        yield return ("bound-one", BindingCards.Mine(phrases, mine with { Accounts = [line] }, [link]));
        yield return ("bound-ask", BindingCards.Ask(phrases, mine));
        yield return ("bound-list", BindingCards.List(phrases, new(ChannelId.WhatsApp, list.Items, 21, 10, [Colleague]) { Now = Now }));
        yield return ("bound-alone", BindingCards.List(phrases, new(ChannelId.WhatsApp, list.Items, 2, 0, []) { Now = Now }));
    }

    private static Team Store(IReadOnlyList<Hands> members) =>
        new("信義店", 7, members, 40, 10)
        {
            Unreachable = new HashSet<string> { Manager.Id },
            Awaiting = 2,
        };

    private static TranscriptEntry Tagged =>
        new(Now.AddMinutes(-1), null, MessageKind.System, "陳店員 +VIP −*新客*", false, false)
        {
            Details = new() { Event = SystemEvent.Tagged },
        };

    private static IReadOnlyList<ReceivedBroadcast> Received =>
        [
            new(Now.AddDays(-20), Me.Id, Me.Name, new([new OutboundMessage.Text("{{customer_name}}，*夏季*特賣開始\n只到週日")])),
            new(Now.AddMinutes(-2), Colleague.Id, Colleague.Name, new([new OutboundMessage.Text("新品到店")])),
        ];

    private static Campaign Asked =>
        new()
        {
            Id = 7,
            State = CampaignState.Awaiting,
            Version = 2,
            Sender = Me.Id,
            Store = Me.Store,
            Locale = "en",
            Audience = Audience.All,
            Content = new([new OutboundMessage.Text("{{customer_name}} 您好，*新品* 到店")]),
            CreatedAt = Now,
            DueAt = Now.AddHours(5),
            Promised = 120,
        };
}
