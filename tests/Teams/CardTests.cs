using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.Search;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Tests.Teams;

public sealed partial class CardTests
{
    internal static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    internal static readonly AccountKey Shop = new(ChannelId.Line, "Ushop");
    internal static readonly StaffMember Me = new("p-1", "林店員", Role.Salesperson, "信義店");
    internal static readonly Guid Action = new("0197a000-0000-7000-8000-000000000001");

    [Theory]
    [InlineData("zh-TW")]
    [InlineData("en-US")]
    public void Every_card_looks_as_approved(string locale)
    {
        var phrases = Phrases.For(locale);
        foreach (var (name, card) in Every(phrases))
            Approved.Check($"{name}.{phrases.Culture.Name}", card);
    }

    [Theory]
    [InlineData("zh-TW")]
    [InlineData("en-US")]
    public void Every_card_stays_small_whatever_people_are_called_and_however_many_they_are(string locale)
    {
        foreach (var (name, card) in Largest(Phrases.For(locale)))
            Assert.True(Card.Bytes(card) < Card.MostBytes, $"{name} has {Card.Bytes(card)} bytes");
    }

    [Fact]
    public void Every_card_keeps_to_what_teams_shows()
    {
        foreach (var (name, card) in Every(Phrases.Chinese).Concat(Largest(Phrases.English)))
        {
            Assert.Equal("1.5", (string?)card["version"]);
            Assert.True((card["actions"] as JsonArray)?.Count is null or <= 6, $"{name} has too many buttons");
            var inputs = All(card)
                .Where(element => ((string?)element["type"])?.StartsWith("Input.", StringComparison.Ordinal) == true)
                .ToList();
            Assert.All(inputs, input =>
                Assert.False(string.IsNullOrEmpty((string?)input["label"] ?? (string?)input["title"]), $"{name}: an input without a label")
            );
            Assert.Equal(inputs.Count, inputs.Select(input => (string?)input["id"]).Distinct().Count());
            Assert.All(All(card).Where(element => (string?)element["type"] == "Action.Execute"), button => Assert.NotNull(button["verb"]));
        }
    }

    [Fact]
    public void What_was_typed_stays_in_its_field_with_the_error_above_it()
    {
        var card = ComposeCard.Draw(
            Phrases.English,
            new(Draft(), Texts("Hello {{name}}", "two"), [], Saved: false),
            new FieldError("text1", "Wrong.")
        )!;
        var body = card["body"]!.AsArray();
        var at = body.ToList().FindIndex(element => (string?)element!["id"] == "text1");
        Assert.Equal("Hello {{name}}", (string?)body[at]!["value"]);
        Assert.Equal(("Wrong.", "Attention"), ((string?)body[at - 1]!["text"], (string?)body[at - 1]!["color"]));
    }

    [Fact]
    public void A_saved_text_too_long_for_a_card_is_kept_and_one_just_typed_is_left_where_it_is()
    {
        var texts = Texts(new('漢', 4000), new('字', 4000), "short");
        var saved = ComposeCard.Draw(Phrases.Chinese, new(Draft(), texts, [], Saved: true))!;
        Assert.Equal("t,k1,t,t,t", (string?)saved["actions"]![0]!["data"]!["slots"]);
        Assert.Contains(All(saved), element => (string?)element["id"] == "text3" && (string?)element["value"] == "short");
        Assert.Null(ComposeCard.Draw(Phrases.Chinese, new(Draft(), texts, [], Saved: false)));
    }

    [Fact]
    public void A_card_s_numbers_can_be_read_from_its_metadata()
    {
        var omo = ProgressCard.Draw(Phrases.English, Done(), [])["metadata"]!["omo"]!;
        Assert.Equal(
            """{"campaign":42,"state":"done","chosen":10,"accepted":5,"skipped":2,"refused":1,"unknown":1,"cancelled":0,"expired":1,"waiting":0,"delivered":0,"read":0}""",
            omo.ToJsonString()
        );
    }

    private static ChosenAudience TwoWabas =>
        new(Draft() with { Audience = new() { TemplateOn = ChannelId.WhatsApp } }, 12, ["VIP"], ["王小明", "Amy *Lin*"])
        {
            Scopes = [new("102290129340398", ["台北店", "信義 *店*"], 9), new("102290129340399", ["台中店"], 3)],
        };

    private static MessageTemplate Arrivals =>
        new()
        {
            Scope = "102290129340398",
            Name = "new_arrivals",
            Language = "zh_TW",
            Category = "MARKETING",
            Status = "APPROVED",
            Format = ParameterFormat.Named,
            Header = new(MediaKind.Image, ""),
            Body = "{{first_name}} 您好，{{product}} 剛到貨。",
            Footer = "回覆「取消訂閱」即不再收到",
            Buttons = [new("看商品", "https://shop.example/p/{{1}}"), new("聯絡門市", null)],
        };

    private static MessageTemplate MemberDay =>
        new()
        {
            Scope = "102290129340398",
            Name = "member_day",
            Language = "zh_TW",
            Category = "UTILITY",
            Status = "APPROVED",
            Header = new(null, "{{1}} 會員日"),
            Body = "本月會員日全館九折，歡迎光臨。",
        };

    private static Customer Amy =>
        new(new(Shop, "Uamy"))
        {
            Name = "Amy *Lin*",
            LastMessageAt = Now.AddMinutes(-7),
            LastText = "還有貨嗎？\n謝謝",
        };

    private static IReadOnlyList<Account> Accounts => [new(Shop, "信義店"), new(new(ChannelId.WhatsApp, "1065"), "台北 *店*")];

    internal static Customer Nameless => new(new(Shop, "U2")) { LastMessageAt = Now.AddSeconds(-3) };

    internal static OutboundMessage.Media Picture =>
        new(MediaKind.Image, new('a', 32), "春裝 [新].jpg", "image/jpeg", 345_678, new('b', 32));

    private static OutboundMessage.Media Film => new(MediaKind.Video, new('c', 32), "走秀.mp4", "video/mp4", 20_000_000, new('d', 32));

    internal static OutboundMessage.Media Paper => new(MediaKind.File, new('e', 32), "價目表.pdf", "application/pdf", 12_345);

    private static SavedReply Reply => new(7, Me.Id, "歡迎 *光臨*", new([.. Texts("{{customer_name}} 您好"), Picture]), Sharing.Mine, 3);

    internal static IReadOnlyList<OutboundMessage> Texts(params string[] words) =>
        [.. words.Select(text => new OutboundMessage.Text(text))];

    private static ConversationView View(Customer customer, IReadOnlyList<TranscriptEntry> said) => new(new(customer, said), Me, Action);

    private static HistoryPage Said(Customer customer, IReadOnlyList<TranscriptEntry> lines) =>
        new(View(customer, lines).Open, lines, new(1_790_000_000_000, 7), new(1_795_000_000_000, 9));

    internal static Customer Mine => Amy with { State = ConversationState.InProgress, Assignee = Me.Id, Tags = ["VIP", "新品"] };

    private static IReadOnlyList<TranscriptEntry> Transcript =>
        [
            new(Now.AddHours(-3), null, MessageKind.Text, "請問 [這個] 多少？", false, false),
            new(Now.AddHours(-2), Me.Id, MessageKind.Text, "990 元", false, false),
            new(Now.AddHours(-1), "p-2", MessageKind.Text, "我來幫您", false, false),
            new(Now.AddMinutes(-50), null, MessageKind.Image, null, false, false),
            new(Now.AddMinutes(-40), null, MessageKind.Location, "台北 101", false, false),
            new(Now.AddMinutes(-30), null, MessageKind.Text, "改一下", true, false),
            new(Now.AddMinutes(-20), null, MessageKind.Text, null, false, true),
        ];

    internal static Preview APreview =>
        new(
            Draft() with
            {
                Content = new([new OutboundMessage.Text("{{customer_name}} 您好")]),
            },
            130,
            [
                new(SkipReason.Blocked, 2, ["陳大文", "Bob"]),
                new(SkipReason.Unsubscribed, 25, [.. Enumerable.Range(1, 20).Select(i => $"客人{i}")]),
            ],
            Texts("王小明 您好", "週末 *全館* 八折"),
            "王小明",
            TimeSpan.FromSeconds(4),
            [new(new(Shop, "信義店"), 103, 103) { Quota = new(3_000, 2_880), Cost = new(20.6m, "TWD") }]
        );

    /// <summary>What is sent most often: one text to those one serves.</summary>
    private static Preview OneText =>
        APreview with
        {
            Chosen = 25,
            WillNot = [new(SkipReason.OutsideWindow, 2, ["陳大文", "Bob"])],
            Sample = Texts("王小明您好，春季新品到店了，本週末全館八折，歡迎您來看看！"),
            ByAccount =
            [
                new(new(Shop, "信義店"), 16, 16) { Quota = new(3_000, 2_880), Cost = new(3.2m, "TWD") },
                new(new(new(ChannelId.WhatsApp, "1"), "旗艦店"), 7, 7),
            ],
        };

    private static Delivery Refused =>
        new(new(Shop, "U3"), "陳大文", DeliveryState.Refused, null, "400", "The property, 'to', is invalid", Now);

    private static Delivery Unknown => new(new(Shop, "U4"), null, DeliveryState.Unknown, null, null, "timeout", Now);

    private static Delivery Skipped => new(new(Shop, "U5"), "Bob", DeliveryState.Skipped, SkipReason.Blocked, null, null, null);

    internal static Campaign Draft() =>
        new()
        {
            Id = 42,
            Sender = Me.Id,
            Store = Me.Store,
            State = CampaignState.Draft,
            Version = 3,
            Audience = Audience.All,
            Content = new([]),
            Locale = "zh-TW",
            CreatedAt = Now,
        };

    internal static Progress Done() =>
        Progress(
            CampaignState.Done,
            new()
            {
                Accepted = 5,
                Skipped = 2,
                Refused = 1,
                Unknown = 1,
                Expired = 1,
            }
        ) with
        {
            Skipped = new Dictionary<SkipReason, long> { [SkipReason.Blocked] = 1, [SkipReason.NotMine] = 1 },
            Missed = 2,
        };

    private static CampaignLine Line(Progress progress) => new(progress.Campaign, progress.Tally);

    internal static Progress Progress(CampaignState state, Tally tally) =>
        new(
            Draft() with
            {
                State = state,
                Version = 5,
                DueAt = Now.AddHours(2),
                Promised = 9,
                Content = new([new OutboundMessage.Text("{{customer_name}} 您好，週末 *全館* 八折"), new OutboundMessage.Text("二")]),
            },
            tally,
            new Dictionary<SkipReason, long>(),
            []
        );

    private static IEnumerable<JsonObject> All(JsonNode? node) =>
        node switch
        {
            JsonObject one => one.SelectMany(property => All(property.Value)).Prepend(one),
            JsonArray many => many.SelectMany(All),
            _ => [],
        };
}
