using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Tests.Teams;

/// <summary>The cards of approval, of the whole store, and of what came otherwise than the preview said, to be looked at by
/// <see cref="CardTests"/>.</summary>
internal static class ApprovalCards
{
    public static IEnumerable<(string, JsonObject)> Usual(Phrases phrases)
    {
        var asked = CardTests.Progress(CampaignState.Awaiting, new());
        yield return (
            "approval-asked",
            NoticeCard.Draw(phrases, new(new(7, CampaignNoticeReason.ApprovalAsked, CardTests.Now, ""), asked.Campaign, 0, "林 *店員*"))
        );
        yield return (
            "approval-returned",
            NoticeCard.Draw(
                phrases,
                new(
                    new(7, CampaignNoticeReason.Returned, CardTests.Now, "王經理"),
                    CardTests.Draft() with
                    {
                        Returned = "王經理: 請補上 *時間*",
                    },
                    0,
                    "林店員"
                )
            )
        );
        yield return (
            "awaiting",
            ProgressCard.Draw(phrases, asked with { Campaign = asked.Campaign with { ExpiresAt = CardTests.Now.AddHours(26) } }, [])
        );
        yield return (
            "awaiting-approver",
            ProgressCard.Draw(
                phrases,
                asked with
                {
                    Campaign = asked.Campaign with { ExpiresAt = CardTests.Now.AddHours(26) },
                },
                [],
                new(Mine: false, Approves: true)
            )
        );
        yield return (
            "done-changed",
            ProgressCard.Draw(
                phrases,
                CardTests.Done() is var end
                    ? end with
                    {
                        Approver = "王經理",
                        Missed = 0,
                        Campaign = end.Campaign with
                        {
                            ApprovedAt = CardTests.Now.AddHours(1),
                            PromisedLeft = new Dictionary<SkipReason, long> { [SkipReason.Blocked] = 1, [SkipReason.OutsideWindow] = 3 },
                        },
                    }
                    : end,
                []
            )
        );
        yield return (
            "preview-asks",
            PreviewCard.Draw(
                phrases,
                CardTests.APreview with
                {
                    NeedsApproval = true,
                    Campaign = CardTests.APreview.Campaign with { Returned = "王經理: 請補上 *時間*" },
                }
            )
        );
        yield return (
            "review",
            PreviewCard.Review(
                phrases,
                new(
                    CardTests.APreview with
                    {
                        Campaign = asked.Campaign with
                        {
                            ExpiresAt = CardTests.Now.AddHours(26),
                            Audience = new() { Store = CardTests.Me.Store },
                        },
                    },
                    CardTests.Me
                ),
                new FieldError("words", phrases.Say("Invalid_approval.words", 200)),
                "太 *長*"
            )
        );
        yield return (
            "left",
            LeftCard.Draw(
                phrases,
                new(
                    CardTests.Draft(),
                    SkipReason.Blocked,
                    [
                        Left("王 *小明*", ChannelId.Line, "U1"),
                        Left("Amy", ChannelId.WhatsApp, "886912345678"),
                        Left("Amy", ChannelId.WhatsApp, "886987654321"),
                    ],
                    new Dictionary<SkipReason, long> { [SkipReason.Blocked] = 60, [SkipReason.OutsideWindow] = 3 },
                    25
                )
                {
                    Now = CardTests.Now,
                }
            )
        );
        yield return (
            "left-receivers",
            LeftCard.Draw(
                phrases,
                new(
                    CardTests.Draft(),
                    null,
                    [Left("王 *小明*", ChannelId.Line, "U1"), Left("Amy", ChannelId.WhatsApp, "886912345678")],
                    new Dictionary<SkipReason, long> { [SkipReason.Blocked] = 60 },
                    0
                )
                {
                    Receivers = 40,
                    Accounts = new Dictionary<AccountKey, string> { [new(ChannelId.WhatsApp, "shop")] = "台北 *店*" },
                    Now = CardTests.Now,
                }
            )
        );
        yield return (
            "preview-costs",
            PreviewCard.Draw(
                phrases,
                CardTests.APreview with
                {
                    ByAccount =
                    [
                        new(new(new(ChannelId.WhatsApp, "1065"), "台北", TemplateScope: "w"), 1_200, 1_200)
                        {
                            Cost = new(100.5m, "TWD"),
                            Charges = new(100.5m, 300.25m, 800, 400, 12),
                        },
                    ],
                    Sample = [CardTests.Picture with { Caption = "週末 *全館* 八折" }],
                }
            )
        );
        yield return (
            "choose-store",
            ChooseCard.Draw(
                phrases,
                new(CardTests.Draft() with { Audience = new() { Store = CardTests.Me.Store } }, 9, [], []) { Manages = CardTests.Me.Store }
            )
        );
    }

    private static Customer Left(string name, ChannelId channel, string user) =>
        new(new(new(channel, "shop"), user))
        {
            Name = name,
            LastText = "*好*的",
            LastMessageAt = CardTests.Now.AddHours(-3),
            Tags = ["VIP"],
        };

    public static IEnumerable<(string, JsonObject)> Largest(Phrases phrases, Campaign campaign, Preview preview, Func<int, string> words)
    {
        yield return ("review", PreviewCard.Review(phrases, new(preview, CardTests.Me with { Name = words(400) }), default, words(200)));
        yield return (
            "left",
            LeftCard.Draw(
                phrases,
                new(
                    campaign,
                    SkipReason.Blocked,
                    [.. Enumerable.Range(0, LeftCard.Size).Select(i => Left(words(400), ChannelId.WhatsApp, $"{i}{words(80)}"))],
                    Enum.GetValues<SkipReason>().ToDictionary(reason => reason, _ => 10_000L),
                    500
                )
            )
        );
        yield return (
            "approval",
            NoticeCard.Draw(phrases, new(new(7, CampaignNoticeReason.ApprovalAsked, CardTests.Now, ""), campaign, 0, words(400)))
        );
        yield return (
            "returned",
            NoticeCard.Draw(
                phrases,
                new(
                    new(7, CampaignNoticeReason.Returned, CardTests.Now, words(400)),
                    campaign with
                    {
                        Returned = words(4000),
                    },
                    0,
                    words(400)
                )
            )
        );
    }
}
