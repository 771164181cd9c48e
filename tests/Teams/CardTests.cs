using System.Text.Json.Nodes;
using OmoBroadcast.Broadcast.Desk;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Tests.Teams;

public sealed class CardTests
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
        foreach (var (name, card) in Usual(phrases).Concat(InboxCards.Usual(phrases)).Concat(ApprovalCards.Usual(phrases)).Concat(PersonCards.Usual(phrases))) Approved.Check($"{name}.{phrases.Culture.Name}", card);
    }

    [Theory]
    [InlineData("zh-TW")]
    [InlineData("en-US")]
    public void Every_card_stays_small_whatever_people_are_called_and_however_many_they_are(string locale)
    {
        foreach (var (name, card) in Largest(Phrases.For(locale))) Assert.True(Card.Bytes(card) < Card.MostBytes, $"{name} has {Card.Bytes(card)} bytes");
    }

    [Fact]
    public void Every_card_keeps_to_what_teams_shows()
    {
        foreach (var (name, card) in Usual(Phrases.Chinese).Concat(InboxCards.Usual(Phrases.Chinese)).Concat(ApprovalCards.Usual(Phrases.Chinese)).Concat(PersonCards.Usual(Phrases.Chinese)).Concat(Largest(Phrases.English)))
        {
            Assert.Equal("1.5", (string?)card["version"]);
            Assert.True((card["actions"] as JsonArray)?.Count is null or <= 6, $"{name} has too many buttons");
            var inputs = All(card).Where(element => ((string?)element["type"])?.StartsWith("Input.", StringComparison.Ordinal) == true).ToList();
            Assert.All(inputs, input => Assert.False(string.IsNullOrEmpty((string?)input["label"] ?? (string?)input["title"]), $"{name}: an input without a label"));
            Assert.Equal(inputs.Count, inputs.Select(input => (string?)input["id"]).Distinct().Count());
            Assert.All(All(card).Where(element => (string?)element["type"] == "Action.Execute"), button => Assert.NotNull(button["verb"]));
        }
    }

    [Fact]
    public void What_was_typed_stays_in_its_field_with_the_error_above_it()
    {
        var card = ComposeCard.Draw(Phrases.English, Draft(), Texts("Hello {{name}}", "two"), [], saved: false, new FieldError("text1", "Wrong."))!;
        var body = card["body"]!.AsArray();
        var at = body.ToList().FindIndex(element => (string?)element!["id"] == "text1");
        Assert.Equal("Hello {{name}}", (string?)body[at]!["value"]);
        Assert.Equal(("Wrong.", "Attention"), ((string?)body[at - 1]!["text"], (string?)body[at - 1]!["color"]));
    }

    [Fact]
    public void A_saved_text_too_long_for_a_card_is_kept_and_one_just_typed_is_left_where_it_is()
    {
        var texts = Texts(new('漢', 4000), new('字', 4000), "short");
        var saved = ComposeCard.Draw(Phrases.Chinese, Draft(), texts, [], saved: true)!;
        Assert.Equal("t,k1,t,t,t", (string?)saved["actions"]![0]!["data"]!["slots"]);
        Assert.Contains(All(saved), element => (string?)element["id"] == "text3" && (string?)element["value"] == "short");
        Assert.Null(ComposeCard.Draw(Phrases.Chinese, Draft(), texts, [], saved: false));
    }

    [Fact]
    public void A_card_s_numbers_can_be_read_from_its_metadata()
    {
        var omo = ProgressCard.Draw(Phrases.English, Done(), [])["metadata"]!["omo"]!;
        Assert.Equal(
            """{"campaign":42,"state":"done","chosen":10,"accepted":5,"skipped":2,"refused":1,"unknown":1,"cancelled":0,"expired":1,"waiting":0,"delivered":0,"read":0}""", omo.ToJsonString());
    }

    private static IEnumerable<(string, JsonObject)> Usual(Phrases phrases)
    {
        yield return ("help", HelpCard.Draw(phrases, Me, welcome: false));
        yield return ("welcome-administrator", HelpCard.Draw(phrases, Me with { Role = Role.Administrator }, welcome: true));
        yield return ("unknown", SuggestCard.Draw(phrases, Me, new("*brodcats*", [CommandName.Broadcast, CommandName.Audit, CommandName.Records, CommandName.Pending, CommandName.Mine])));
        yield return ("unknown-far", SuggestCard.Draw(phrases, Me with { Role = Role.Administrator }, new("今天", [CommandName.Broadcast])));
        yield return ("settings", SettingsCard.Draw(phrases, Me));
        yield return ("settings-off", SettingsCard.Draw(phrases, Me with { Language = "en", OnDuty = false }, phrases["Settings_Spoken"]));
        yield return ("working", PlainCard.Working(phrases));
        yield return ("pending", ConversationListCard.Pending(phrases, new([Amy, Nameless], 12, 0), Now, phrases["Take_Done"]));
        yield return ("pending-none", ConversationListCard.Pending(phrases, new([], 0, 0), Now));
        yield return ("mine", ConversationListCard.Mine(phrases, new([Mine], 21, 10), Now));
        yield return ("conversation", ConversationCard.Draw(phrases, View(Mine, Transcript), Now, phrases["Reply_Accepted"]));
        yield return ("conversation-wrong", ConversationCard.Draw(
            phrases, View(Mine, []), Now, error: new("text", phrases.Say("Invalid_reply.too_long", phrases.Count(5000))), typed: "嗨"));
        yield return ("choose", ChooseCard.Draw(phrases, new(Draft(), 128, ["VIP", "新品"], ["王小明", "Amy *Lin*", ""])));
        yield return ("choose-filtered", ChooseCard.Draw(phrases, new(Draft() with { Audience = new() { WithoutTag = "新品", Channel = ChannelId.Line, WindowOpen = true, Picked = [Mine.Key] } }, 1, ["VIP", "新品"], ["王小明"]) { Accounts = Accounts }));
        yield return ("choose-many", ChooseCard.Draw(phrases, new(
            Draft() with { Audience = new() { Account = new(ChannelId.Line, "Ushop7") } }, 128, [.. Enumerable.Range(0, 41).Select(i => $"標籤 {i}")], ["王小明"])
        {
            Accounts = [.. Enumerable.Range(0, 30).Select(i => new Account(new(ChannelId.Line, $"Ushop{i}"), $"門市 {i}"))],
        }, part: 1));
        yield return ("pick", PickCard.Draw(phrases, new(Draft() with { Audience = new() { Picked = [Mine.Key] } }, [Mine, Nameless, Mine with { Key = new(Shop, "Uffff0007") }, Mine with { Key = new(Shop, "Uffff0008"), Tags = ["VIP"], LastText = null }], 40, 12, "Amy") { Now = Now, Accounts = new Dictionary<AccountKey, string> { [Mine.Key.Account] = "信義 *旗艦* 店" } }));
        yield return ("pick-wrong", PickCard.Draw(phrases, new(Draft(), [], 0, 0, null), new("picked", phrases["Invalid_pick.nobody"])));
        yield return ("choose-none", ChooseCard.Draw(phrases, new(Draft(), 0, [], []), new FieldError("tag", phrases["Invalid_audience.empty"])));
        yield return ("compose", ComposeCard.Draw(phrases, Draft(), [], [], saved: true)!);
        yield return ("compose-media", ComposeCard.Draw(phrases, Draft(), [Picture, .. Texts("週末 *全館* 八折"), Film], [Reply], saved: true, note: phrases["Compose_Attached"])!);
        yield return ("compose-full", ComposeCard.Draw(phrases, Draft(), Texts("a", "b", "c", "d", "e"), [Reply], saved: true, new("reply", phrases.Say("Invalid_content.too_many", 5)))!);
        foreach (var card in AttachmentCards.Usual(phrases)) yield return card;
        yield return ("saved-none", SavedReplyCards.List(phrases, Me, [], 0, more: false));
        yield return ("saved", SavedReplyCards.List(phrases, Me, [Reply, Reply with { Id = 8, Author = "p-2", Name = "公司 *公告*", Sharing = Sharing.WithAll }], 8, more: true, phrases["Saved_Kept"]));
        yield return ("saved-new", SavedReplyCards.Form(phrases, Me, null, "", [Picture], Sharing.Mine, [Me.Store], Action, saved: false)!);
        yield return ("saved-edit", SavedReplyCards.Form(
            phrases, Me with { Role = Role.Administrator, Store = "" }, Reply, "", Reply.Content.Messages, new(SharingScope.Stores, [], ["信義店"]), ["信義店", "台中店"], Action, saved: true,
            new("name", phrases["Invalid_saved.name"]))!);
        yield return ("saved-delete", SavedReplyCards.AskDelete(phrases, Reply));
        yield return ("conversation-saved", ConversationCard.Draw(phrases, View(Mine, []) with { Replies = [Reply] }, Now));
        yield return ("preview", PreviewCard.Draw(phrases, APreview));
        yield return ("preview-media", PreviewCard.Draw(phrases, APreview with
        {
            WillNot = [new(SkipReason.ChannelCannotCarry, 7, ["Amy"])],
            Sample = [Picture, .. Texts("王小明 您好"), Film, Paper],
            Objections = [new(ChannelId.Line, 3, ObjectionKind.Sort, null), new(ChannelId.Instagram, 1, ObjectionKind.TextBytes, 1000), new(ChannelId.WhatsApp, 2, ObjectionKind.MediaSize, 16 * 1024 * 1024)],
        }, picture: id => new Uri($"https://omo.example/media/{id}")));
        yield return ("choose-template", ChooseCard.Draw(phrases, TwoWabas));
        yield return ("template-conflict", TemplateCards.Conflict(phrases, TwoWabas));
        yield return ("template-list", TemplateCards.List(phrases, new(Draft(), [Arrivals, MemberDay], 20, 8)));
        yield return ("template-none", TemplateCards.List(phrases, new(Draft(), [], 0, 0)));
        yield return ("template-form", TemplateCards.Form(phrases, new(Draft(), MemberDay, []), _ => null, null));
        yield return ("template-form-attach", TemplateCards.Form(phrases, new(Draft(), Arrivals, []), _ => "a", null, new("media", phrases["Invalid_template.MediaMissing"])));
        yield return ("template-form-wrong", TemplateCards.Form(
            phrases, new(Draft(), Arrivals, [Film, Picture]), id => $"{id} *typed*", null, new("body2", phrases.Say("Invalid_template.Spaces", 4)), phrases["Template_Attached"]));
        yield return ("preview-template", PreviewCard.Draw(phrases, APreview with
        {
            Sample = [((Filled.Ok)TemplateFilling.Fill(Arrivals, new Dictionary<string, string> { ["body1"] = "王小明", ["body2"] = "*大衣*", ["link0"] = "p1" }, Picture)).Message],
        }, picture: id => new Uri($"https://omo.example/media/{id}")));
        yield return ("preview-nobody", PreviewCard.Draw(phrases, APreview with { ByAccount = [] }, new("audience", phrases["Invalid_audience.empty"])));
        yield return ("preview-retry", PreviewCard.Draw(phrases, APreview with
        {
            Campaign = APreview.Campaign with { Audience = new() { Retry = new(6, AlsoDoubtful: true) } },
            ByAccount = [new(new(Shop, "信義店"), 103, 103) { Quota = new(200, 180), Cost = new(20.6m, "TWD") }, new(new(new(ChannelId.WhatsApp, "1"), "旗艦店"), 9, 9)],
            Others = [new(ChannelId.WhatsApp, "Amy *Lin*", Texts("Amy Lin 您好"))],
        }));
        yield return ("preview-late", PreviewCard.Draw(phrases, APreview, new("at", phrases["Invalid_schedule.past"]), "2026-11-01", "10:00", old: true));
        yield return ("scheduled", ProgressCard.Draw(phrases, Progress(CampaignState.Scheduled, new()), []));
        yield return ("starting", ProgressCard.Draw(phrases, Progress(CampaignState.Scheduled, new()), [], now: Now.AddHours(2)));
        yield return ("sending", ProgressCard.Draw(phrases, Progress(CampaignState.Sending, new() { Waiting = 70, Accepted = 30 }), []));
        yield return ("paused", ProgressCard.Draw(phrases, Progress(CampaignState.Paused, new() { Waiting = 70, Accepted = 30 }) with
        {
            Holds = [new Hold(Shop, HoldReason.Quota, Now.AddDays(9), "quota")],
        }, []));
        yield return ("done", ProgressCard.Draw(phrases, Done(), [Refused, Unknown]));
        yield return ("cancelled", ProgressCard.Draw(phrases, Progress(CampaignState.Cancelled, new() { Cancelled = 60, Accepted = 40 }), [], old: true));
        yield return ("records", RecordsCard.List(phrases, [Line(Done()), Line(Progress(CampaignState.Sending, new() { Waiting = 1 }))], 0, more: true));
        yield return ("recipients", RecordsCard.Recipients(
            phrases, new(Done(), new() { State = DeliveryState.Refused, Code = "131047", Name = "王" }, [Refused, Unknown, Skipped], 99, [("131047", 12), ("500", 1)]), 20));
        yield return ("export", ExportCard.Draw(phrases, new("https://omo.example/export/token"), Card.Button(Verbs.RecordsRecipients, phrases["Button_Back"], new JsonObject { ["campaign"] = 7 })));
        yield return ("waiting", ProgressCard.Draw(phrases, Progress(CampaignState.Sending, new() { Waiting = 70, Accepted = 30 }) is var held ? held with { Campaign = held.Campaign with { Waits = "PAUSED", ExpiresAt = Now.AddHours(20) } } : held, []));
        yield return ("notice", NoticeCard.Draw(phrases, new(new(7, CampaignNoticeReason.TemplateHeld, Now, "PAUSED (132015)"), Draft(), 70, "林店員")));
    }

    private static IEnumerable<(string, JsonObject)> Largest(Phrases phrases)
    {
        // Twelve bytes a letter in JSON, three, and a letter that needs two backslashes before it.
        foreach (var letter in new[] { "𠮷", "漢", "*" })
        {
            string Long(int length) => string.Concat(Enumerable.Repeat(letter, length / letter.Length));
            CustomerKey Key(int i) => new(new(ChannelId.Line, "U" + new string('f', 32)), $"U{i:x32}");
            var customers = Enumerable.Range(0, ConversationList.Size)
                .Select(i => new Customer(Key(i)) { Name = Long(400), LastText = Long(5000), LastMessageAt = Now.AddDays(-99), State = ConversationState.InProgress, Assignee = Me.Id })
                .ToList();
            var entries = Enumerable.Range(0, 10).Select(_ => new TranscriptEntry(Now.AddDays(-9), null, MessageKind.Text, Long(5000), true, false)).ToList();
            var tagged = customers[0] with { Tags = [.. Enumerable.Range(0, 20).Select(i => $"{i}{Long(28)}")] };
            var texts = Texts([.. Enumerable.Range(0, 5).Select(_ => Long(5000))]);
            var replies = Enumerable.Range(0, 40).Select(i => Reply with { Name = Long(60), Content = new(texts) }).ToList();
            var files = Enumerable.Range(0, 5).Select(_ => Picture with { FileName = Long(100) + ".jpg" }).ToList();
            var campaign = Draft() with { Content = new(texts), Audience = new() { WithTag = Long(60), NameContains = Long(60) } };
            var deliveries = Enumerable.Range(0, RecordsCard.RecipientsPageSize)
                .Select(i => new Delivery(Key(i), Long(400), DeliveryState.Refused, null, Long(200), Long(4000), Now)).ToList();
            var progress = new Progress(
                campaign with { State = CampaignState.Sending }, new() { Waiting = 9_000, Refused = 500, Unknown = 400, Expired = 100 },
                Enum.GetValues<SkipReason>().ToDictionary(reason => reason, _ => 1_000L),
                [.. Enumerable.Range(0, 40).Select(i => new Hold(Key(i).Account, HoldReason.Quota, Now, Long(4000)))]);
            var left = Enum.GetValues<SkipReason>().Select(reason => new SkippedGroup(reason, 10_000, [.. Enumerable.Range(0, 20).Select(_ => Long(400))])).ToList();
            var accounts = Enumerable.Range(0, 40).Select(i => new AccountShare(new(Key(i).Account, Long(400)), 10_000, 20) { Quota = new(3_000, 2_000), Cost = new(1_000_000, "TWD") }).ToList();

            foreach (var (name, card) in InboxCards.Largest(phrases, Long).Concat(PersonCards.Largest(phrases, Long))) yield return ($"{name} {letter}", card);
            foreach (var (name, card) in ApprovalCards.Largest(phrases, campaign, new(campaign, 60_000, left, texts, Long(400), TimeSpan.FromDays(3), accounts) { Others = [.. Enumerable.Repeat(new ChannelSample(ChannelId.WhatsApp, Long(400), texts), 3)] }, Long))
                yield return ($"{name} {letter}", card);
            yield return ($"pending {letter}", ConversationListCard.Pending(phrases, new(customers, 10_000, 500), Now, phrases["Take_Done"]));
            yield return ($"mine {letter}", ConversationListCard.Mine(phrases, new(customers, 10_000, 500), Now));
            yield return ($"conversation {letter}", ConversationCard.Draw(phrases, View(tagged, entries) with { Replies = replies }, Now, phrases["Reply_Accepted"]));
            yield return ($"choose {letter}", ChooseCard.Draw(phrases, new(campaign, 10_000, [.. Enumerable.Range(0, 500).Select(i => $"{i}{Long(28)}")], [.. Enumerable.Range(0, 20).Select(_ => Long(400))])));
            yield return ($"choose of many {letter}", ChooseCard.Draw(phrases, new(
                campaign with { Audience = campaign.Audience with { WithoutTag = Long(60), Account = Key(3).Account, Channel = ChannelId.Line } }, 10_000, [.. Enumerable.Range(0, 500).Select(i => $"{i}{Long(28)}")], [Long(400)])
            {
                Accounts = [.. Enumerable.Range(0, 200).Select(i => new Account(Key(i).Account, Long(400)))],
            }));
            yield return ($"pick {letter}", PickCard.Draw(phrases, new PickPage(campaign with { Audience = new() { Picked = [.. customers.Select(customer => customer.Key)] } }, [.. customers.Concat(customers).Take(PickPage.Size)], 10_000, 500, Long(PickCard.LongestSearch)) { Cut = true, Now = Now, Accounts = customers.Select(one => one.Key.Account).Distinct().ToDictionary(key => key, _ => Long(400)) }));
            yield return ($"compose {letter}", ComposeCard.Draw(phrases, campaign, texts, replies, saved: true)!);
            yield return ($"compose files {letter}", ComposeCard.Draw(phrases, campaign, files, replies, saved: true, note: phrases["Compose_Attached"])!);
            yield return ($"compose one long {letter}", ComposeCard.Draw(phrases, campaign, [.. files.Take(4), .. Texts(Long(1000))], replies, saved: true)!);
            yield return ($"attached {letter}", AttachmentCard.Draw(phrases, AttachmentCards.Offer(phrases, files, Long(5000), customers) with { Opened = customers[0], Draft = campaign }, Long(500)));
            yield return ($"saved {letter}", SavedReplyCards.List(phrases, Me, [.. replies.Take(SavedReplyCards.PageSize)], 8, more: true));
            yield return ($"saved form {letter}", SavedReplyCards.Form(
                phrases, Me with { Role = Role.Administrator }, Reply, Long(60), texts, Sharing.Mine, [.. Enumerable.Range(0, 40).Select(i => $"{i}{Long(50)}")], Action, saved: true)!);
            yield return ($"preview {letter}", PreviewCard.Draw(phrases, new(campaign, 60_000, left, texts, Long(400), TimeSpan.FromDays(3), accounts) { Others = [.. Enumerable.Repeat(new ChannelSample(ChannelId.WhatsApp, Long(400), texts), 3)] }));
            var wabas = Enumerable.Range(0, 40).Select(i => new WabaShare(Long(40), [Long(400), Long(400)], 10_000)).ToList();
            var template = Arrivals with { Name = Long(200), Body = Long(1000), Footer = Long(60), Header = new(null, Long(60)), Buttons = [new(Long(24), "https://shop.example/{{1}}")] };
            yield return ($"template conflict {letter}", TemplateCards.Conflict(phrases, TwoWabas with { Wabas = wabas }));
            yield return ($"template list {letter}", TemplateCards.List(phrases, new(campaign, [.. Enumerable.Repeat(template, TemplateOffer.PageSize)], 99, 8)));
            yield return ($"template form {letter}", TemplateCards.Form(phrases, new(campaign, template, [.. files.Take(4)]), _ => Long(60), null, new("link0", Long(100)), Long(200)));
            yield return ($"sending {letter}", ProgressCard.Draw(phrases, progress, deliveries));
            yield return ($"records {letter}", RecordsCard.List(phrases, [.. Enumerable.Repeat(Line(progress), RecordsCard.PageSize)], 8, more: true));
            yield return ($"recipients {letter}", RecordsCard.Recipients(
                phrases, new(progress, new() { Name = Long(RecordsCard.LongestName) }, deliveries, 10_000, [.. Enumerable.Range(0, 8).Select(i => ($"{i}{Long(22)}", 9_999L))]), 20));
        }
    }

    private static ChosenAudience TwoWabas => new(Draft() with { Audience = new() { TemplateOn = ChannelId.WhatsApp } }, 12, ["VIP"], ["王小明", "Amy *Lin*"])
    {
        Wabas = [new("102290129340398", ["台北店", "信義 *店*"], 9), new("102290129340399", ["台中店"], 3)],
    };

    private static MessageTemplate Arrivals => new()
    {
        Waba = "102290129340398", Name = "new_arrivals", Language = "zh_TW", Category = "MARKETING", Status = "APPROVED", Format = ParameterFormat.Named, Header = new(MediaKind.Image, ""),
        Body = "{{first_name}} 您好，{{product}} 剛到貨。", Footer = "回覆「取消訂閱」即不再收到", Buttons = [new("看商品", "https://shop.example/p/{{1}}"), new("聯絡門市", null)],
    };

    private static MessageTemplate MemberDay => new()
    {
        Waba = "102290129340398", Name = "member_day", Language = "zh_TW", Category = "UTILITY", Status = "APPROVED", Header = new(null, "{{1}} 會員日"), Body = "本月會員日全館九折，歡迎光臨。",
    };

    private static Customer Amy => new(new(Shop, "Uamy")) { Name = "Amy *Lin*", LastMessageAt = Now.AddMinutes(-7), LastText = "還有貨嗎？\n謝謝" };

    private static IReadOnlyList<Account> Accounts => [new(Shop, "信義店"), new(new(ChannelId.WhatsApp, "1065"), "台北 *店*")];

    internal static Customer Nameless => new(new(Shop, "U2")) { LastMessageAt = Now.AddSeconds(-3) };

    internal static OutboundMessage.Media Picture => new(MediaKind.Image, new('a', 32), "春裝 [新].jpg", "image/jpeg", 345_678, new('b', 32));

    private static OutboundMessage.Media Film => new(MediaKind.Video, new('c', 32), "走秀.mp4", "video/mp4", 20_000_000, new('d', 32));

    internal static OutboundMessage.Media Paper => new(MediaKind.File, new('e', 32), "價目表.pdf", "application/pdf", 12_345);

    private static SavedReply Reply => new(7, Me.Id, "歡迎 *光臨*", new([.. Texts("{{customer_name}} 您好"), Picture]), Sharing.Mine, 3);

    internal static IReadOnlyList<OutboundMessage> Texts(params string[] words) => [.. words.Select(text => new OutboundMessage.Text(text))];

    private static ConversationView View(Customer customer, IReadOnlyList<TranscriptEntry> said) => new(new(customer, said), Me, Action);

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

    internal static Preview APreview => new(
        Draft() with { Content = new([new OutboundMessage.Text("{{customer_name}} 您好")]) }, 130,
        [new(SkipReason.Blocked, 2, ["陳大文", "Bob"]), new(SkipReason.Unsubscribed, 25, [.. Enumerable.Range(1, 20).Select(i => $"客人{i}")])],
        Texts("王小明 您好", "週末 *全館* 八折"), "王小明", TimeSpan.FromSeconds(4), [new(new(Shop, "信義店"), 103, 103) { Quota = new(3_000, 2_880), Cost = new(20.6m, "TWD") }]);

    private static Delivery Refused => new(new(Shop, "U3"), "陳大文", DeliveryState.Refused, null, "400", "The property, 'to', is invalid", Now);

    private static Delivery Unknown => new(new(Shop, "U4"), null, DeliveryState.Unknown, null, null, "timeout", Now);

    private static Delivery Skipped => new(new(Shop, "U5"), "Bob", DeliveryState.Skipped, SkipReason.Blocked, null, null, null);

    internal static Campaign Draft() => new()
    {
        Id = 42, Sender = Me.Id, Store = Me.Store, State = CampaignState.Draft, Version = 3, Audience = Audience.All, Content = new([]), Locale = "zh-TW", CreatedAt = Now,
    };

    internal static Progress Done() => Progress(CampaignState.Done, new() { Accepted = 5, Skipped = 2, Refused = 1, Unknown = 1, Expired = 1 }) with
    {
        Skipped = new Dictionary<SkipReason, long> { [SkipReason.Blocked] = 1, [SkipReason.NotMine] = 1 },
    };

    private static CampaignLine Line(Progress progress) => new(progress.Campaign, progress.Tally);

    internal static Progress Progress(CampaignState state, Tally tally) => new(
        Draft() with { State = state, Version = 5, DueAt = Now.AddHours(2), Promised = 9, Content = new([new OutboundMessage.Text("{{customer_name}} 您好，週末 *全館* 八折"), new OutboundMessage.Text("二")]) },
        tally, new Dictionary<SkipReason, long>(), []);

    private static IEnumerable<JsonObject> All(JsonNode? node) => node switch
    {
        JsonObject one => one.SelectMany(property => All(property.Value)).Prepend(one),
        JsonArray many => many.SelectMany(All),
        _ => [],
    };
}
