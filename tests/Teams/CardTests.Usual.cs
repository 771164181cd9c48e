using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Tests.Teams;

public sealed partial class CardTests
{
    private static IEnumerable<(string, JsonObject)> Usual(Phrases phrases)
    {
        yield return ("help", HelpCard.Draw(phrases, Me, welcome: false));
        yield return ("welcome-administrator", HelpCard.Draw(phrases, Me with { Role = Role.Administrator }, welcome: true));
        yield return (
            "unknown",
            SuggestCard.Draw(
                phrases,
                Me,
                new("*brodcats*", [CommandName.Broadcast, CommandName.Audit, CommandName.Records, CommandName.Pending, CommandName.Mine])
            )
        );
        yield return (
            "unknown-far",
            SuggestCard.Draw(phrases, Me with { Role = Role.Administrator }, new("今天", [CommandName.Broadcast]))
        );
        yield return ("settings", SettingsCard.Draw(phrases, Me));
        yield return ("settings-administrator", SettingsCard.Draw(phrases, Me with { Role = Role.Administrator }));
        yield return ("settings-off", SettingsCard.Draw(phrases, Me with { Language = "en", OnDuty = false }, phrases["Settings_Spoken"]));
        yield return ("working", PlainCard.Working(phrases));
        yield return ("pending", ConversationListCard.Pending(phrases, new([Amy, Nameless], 12, 0), Now, phrases["Take_Done"]));
        yield return ("pending-none", ConversationListCard.Pending(phrases, new([], 0, 0), Now));
        yield return ("mine", ConversationListCard.Mine(phrases, new([Mine], 21, 10), Now));
        yield return ("conversation", ConversationCard.Draw(phrases, View(Mine, Transcript), Now, phrases["Reply_Accepted"]));
        yield return ("history", HistoryCard.Draw(phrases, Said(Mine, Transcript), View(Mine, []), "", Now));
        yield return ("history-none", HistoryCard.Draw(phrases, new(View(Mine, []).Open, [], null, null), View(Mine, []), "退貨", Now));
        yield return (
            "conversation-wrong",
            ConversationCard.Draw(
                phrases,
                View(Mine, []),
                Now,
                new FieldError("text", phrases.Say("Invalid_reply.too_long", phrases.Count(5000))),
                "嗨"
            )
        );
        yield return ("choose", ChooseCard.Draw(phrases, new(Draft(), 128, ["VIP", "新品"], ["王小明", "Amy *Lin*", ""])));
        yield return (
            "choose-filtered",
            ChooseCard.Draw(
                phrases,
                new(
                    Draft() with
                    {
                        Audience = new()
                        {
                            WithoutTag = "新品",
                            Channel = ChannelId.Line,
                            WindowOpen = true,
                            Picked = [Mine.Key],
                        },
                    },
                    1,
                    ["VIP", "新品"],
                    ["王小明"]
                )
                {
                    Accounts = Accounts,
                }
            )
        );
        yield return (
            "choose-many",
            ChooseCard.Draw(
                phrases,
                new(
                    Draft() with
                    {
                        Audience = new() { Account = new(ChannelId.Line, "Ushop7") },
                    },
                    128,
                    [.. Enumerable.Range(0, 41).Select(i => $"標籤 {i}")],
                    ["王小明"]
                )
                {
                    Accounts = [.. Enumerable.Range(0, 30).Select(i => new Account(new(ChannelId.Line, $"Ushop{i}"), $"門市 {i}"))],
                },
                part: 1
            )
        );
        yield return (
            "pick",
            PickCard.Draw(
                phrases,
                new(
                    Draft() with
                    {
                        Audience = new() { Picked = [Mine.Key] },
                    },
                    [
                        Mine,
                        Nameless,
                        Mine with
                        {
                            Key = new(Shop, "Uffff0007"),
                        },
                        Mine with
                        {
                            Key = new(Shop, "Uffff0008"),
                            Tags = ["VIP"],
                            LastText = null,
                        },
                    ],
                    40,
                    12,
                    "Amy"
                )
                {
                    Now = Now,
                    Accounts = new Dictionary<AccountKey, string> { [Mine.Key.Account] = "信義 *旗艦* 店" },
                }
            )
        );
        yield return ("pick-wrong", PickCard.Draw(phrases, new(Draft(), [], 0, 0, null), new("picked", phrases["Invalid_pick.nobody"])));
        yield return (
            "choose-none",
            ChooseCard.Draw(phrases, new(Draft(), 0, [], []), new FieldError("tag", phrases["Invalid_audience.empty"]))
        );
        yield return ("compose", ComposeCard.Draw(phrases, new(Draft(), [], [], Saved: true))!);
        yield return ("compose-unscheduled", ComposeCard.Draw(phrases, new(Draft(), [], [], Saved: true) { Unscheduled = true })!);
        yield return (
            "compose-media",
            ComposeCard.Draw(
                phrases,
                new(Draft(), [Picture, .. Texts("週末 *全館* 八折"), Film], [Reply], Saved: true),
                phrases["Compose_Attached"]
            )!
        );
        yield return (
            "compose-full",
            ComposeCard.Draw(
                phrases,
                new(Draft(), Texts("a", "b", "c", "d", "e"), [Reply], Saved: true),
                new FieldError("reply", phrases.Say("Invalid_content.too_many", 5))
            )!
        );
        foreach (var card in AttachmentCards.Usual(phrases))
            yield return card;
        yield return ("saved-none", SavedReplyCards.List(phrases, new(Me, [], 0, More: false)));
        yield return (
            "saved",
            SavedReplyCards.List(
                phrases,
                new(Me, [Reply, Reply with { Id = 8, Author = "p-2", Name = "公司 *公告*", Sharing = Sharing.WithAll }], 8, More: true),
                phrases["Saved_Kept"]
            )
        );
        yield return ("saved-new", SavedReplyCards.Form(phrases, new(Me, new("", [Picture], Sharing.Mine), [new(Me.Store, "")], Action))!);
        yield return (
            "saved-edit",
            SavedReplyCards.Form(
                phrases,
                new(
                    Me with
                    {
                        Role = Role.Administrator,
                        Store = "",
                    },
                    new("", Reply.Content.Messages, new(SharingScope.Stores, [], ["信義店"])) { Reply = Reply, Saved = true },
                    [new("信義店", ""), new("S02", "台中店")],
                    Action
                ),
                new FieldError("name", phrases["Invalid_saved.name"])
            )!
        );
        yield return ("saved-delete", SavedReplyCards.AskDelete(phrases, Reply));
        yield return ("conversation-saved", ConversationCard.Draw(phrases, View(Mine, []) with { Replies = [Reply] }, Now));
        yield return ("preview", PreviewCard.Draw(phrases, APreview));
        yield return ("preview-one", PreviewCard.Draw(phrases, OneText));
        var proposed = ScheduleForm.Propose(CampaignTarget.Of(OneText.Campaign), "2026-11-28", "10:30");
        yield return ("preview-unscheduled", PreviewCard.Draw(phrases, OneText, typed: proposed));
        yield return (
            "preview-media",
            PreviewCard.Draw(
                phrases,
                APreview with
                {
                    WillNot = [new(SkipReason.ChannelCannotCarry, 7, ["Amy"])],
                    Sample = [Picture, .. Texts("王小明 您好"), Film, Paper],
                    Removals = [new(3, 140), new(2, 7)],
                    Objections =
                    [
                        new(ChannelId.Line, 3, ObjectionKind.Sort, null),
                        new(ChannelId.Instagram, 1, ObjectionKind.TextBytes, 1000),
                        new(ChannelId.WhatsApp, 2, ObjectionKind.MediaSize, 16 * 1024 * 1024),
                    ],
                },
                picture: id => new Uri($"https://omo.example/media/{id}")
            )
        );
        yield return ("choose-template", ChooseCard.Draw(phrases, TwoWabas));
        yield return ("template-conflict", TemplateCards.Conflict(phrases, TwoWabas));
        yield return ("template-list", TemplateCards.List(phrases, new(Draft(), [Arrivals, MemberDay], 20, 8)));
        yield return ("template-none", TemplateCards.List(phrases, new(Draft(), [], 0, 0)));
        yield return ("template-form", TemplateCards.Form(phrases, new(Draft(), MemberDay, []), _ => null, null));
        yield return (
            "template-form-attach",
            TemplateCards.Form(
                phrases,
                new(Draft(), Arrivals, []),
                _ => "a",
                null,
                new FieldError("media", phrases["Invalid_template.MediaMissing"])
            )
        );
        yield return (
            "template-form-wrong",
            TemplateCards.Form(
                phrases,
                new(Draft(), Arrivals, [Film, Picture]),
                id => $"{id} *typed*",
                null,
                new(phrases["Template_Attached"], new("body2", phrases.Say("Invalid_template.Spaces", 4)))
            )
        );
        yield return (
            "preview-template",
            PreviewCard.Draw(
                phrases,
                APreview with
                {
                    Sample =
                    [
                        (
                            (Filled.Ok)
                                TemplateFilling.Fill(
                                    Arrivals,
                                    new Dictionary<string, string>
                                    {
                                        ["body1"] = "王小明",
                                        ["body2"] = "*大衣*",
                                        ["link0"] = "p1",
                                    },
                                    Picture
                                )
                        ).Message,
                    ],
                },
                picture: id => new Uri($"https://omo.example/media/{id}")
            )
        );
        yield return (
            "preview-nobody",
            PreviewCard.Draw(phrases, APreview with { ByAccount = [] }, new FieldError("audience", phrases["Invalid_audience.empty"]))
        );
        yield return (
            "preview-retry",
            PreviewCard.Draw(
                phrases,
                APreview with
                {
                    Campaign = APreview.Campaign with { Audience = new() { Retry = new(6, AlsoDoubtful: true) } },
                    ByAccount =
                    [
                        new(new(Shop, "信義店"), 103, 103) { Quota = new(200, 180), Cost = new(20.6m, "TWD") },
                        new(new(new(ChannelId.WhatsApp, "1"), "旗艦店"), 9, 9),
                    ],
                    Others = [new(ChannelId.WhatsApp, "Amy *Lin*", Texts("Amy Lin 您好"))],
                }
            )
        );
        yield return (
            "preview-late",
            PreviewCard.Draw(
                phrases,
                APreview,
                new(Error: new("at", phrases["Invalid_schedule.past"]), Old: true),
                ScheduleForm.Read(new(new Dictionary<string, string> { ["date"] = "2026-11-01", ["time"] = "10:00" }))
            )
        );
    }
}
