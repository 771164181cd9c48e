using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Tests.Teams;

public sealed partial class CardTests
{
    private static IEnumerable<(string, JsonObject)> Largest(Phrases phrases)
    {
        // Twelve bytes a letter in JSON, three, and a letter that needs two backslashes before it.
        foreach (var letter in new[] { "𠮷", "漢", "*" })
        {
            string Long(int length) => string.Concat(Enumerable.Repeat(letter, length / letter.Length));
            CustomerKey Key(int i) => new(new(ChannelId.Line, "U" + new string('f', 32)), $"U{i:x32}");
            var customers = Enumerable
                .Range(0, ConversationListCard.Size)
                .Select(i => new Customer(Key(i))
                {
                    Name = Long(400),
                    LastText = Long(5000),
                    LastMessageAt = Now.AddDays(-99),
                    State = ConversationState.InProgress,
                    Assignee = Me.Id,
                })
                .ToList();
            var entries = Enumerable
                .Range(0, 10)
                .Select(_ => new TranscriptEntry(Now.AddDays(-9), null, MessageKind.Text, Long(5000), true, false))
                .ToList();
            var tagged = customers[0] with { Tags = [.. Enumerable.Range(0, 20).Select(i => $"{i}{Long(28)}")] };
            var texts = Texts([.. Enumerable.Range(0, 5).Select(_ => Long(5000))]);
            var replies = Enumerable.Range(0, 40).Select(i => Reply with { Name = Long(60), Content = new(texts) }).ToList();
            var files = Enumerable.Range(0, 5).Select(_ => Picture with { FileName = Long(100) + ".jpg" }).ToList();
            var campaign = Draft() with
            {
                Content = new(texts),
                Audience = new() { WithTag = Long(60), NameContains = Long(60) },
            };
            var deliveries = Enumerable
                .Range(0, RecipientsCard.PageSize)
                .Select(i => new Delivery(Key(i), Long(400), DeliveryState.Refused, null, Long(200), Long(4000), Now))
                .ToList();
            var progress = new Progress(
                campaign with
                {
                    State = CampaignState.Sending,
                },
                new()
                {
                    Waiting = 9_000,
                    Refused = 500,
                    Unknown = 400,
                    Expired = 100,
                },
                Enum.GetValues<SkipReason>().ToDictionary(reason => reason, _ => 1_000L),
                [.. Enumerable.Range(0, 40).Select(i => new Hold(Key(i).Account, HoldReason.Quota, Now, Long(4000)))]
            );
            var left = Enum.GetValues<SkipReason>()
                .Select(reason => new SkippedGroup(reason, 10_000, [.. Enumerable.Range(0, 20).Select(_ => Long(400))]))
                .ToList();
            var accounts = Enumerable
                .Range(0, 40)
                .Select(i => new AccountShare(new(Key(i).Account, Long(400)), 10_000, 20)
                {
                    Quota = new(3_000, 2_000),
                    Cost = new(1_000_000, "TWD"),
                })
                .ToList();

            foreach (
                var (name, card) in InboxCards
                    .Largest(phrases, Long)
                    .Concat(PersonCards.Largest(phrases, Long))
                    .Concat(AuditCards.Largest(phrases, Long))
            )
                yield return ($"{name} {letter}", card);
            foreach (
                var (name, card) in ApprovalCards.Largest(
                    phrases,
                    campaign,
                    new(campaign, 60_000, left, texts, Long(400), TimeSpan.FromDays(3), accounts)
                    {
                        Others = [.. Enumerable.Repeat(new ChannelSample(ChannelId.WhatsApp, Long(400), texts), 3)],
                    },
                    Long
                )
            )
                yield return ($"{name} {letter}", card);
            yield return (
                $"pending {letter}",
                ConversationListCard.Pending(phrases, new(customers, 10_000, 500), Now, phrases["Take_Done"])
            );
            yield return ($"mine {letter}", ConversationListCard.Mine(phrases, new(customers, 10_000, 500), Now));
            yield return (
                $"conversation {letter}",
                ConversationCard.Draw(phrases, View(tagged, entries) with { Replies = replies }, Now, phrases["Reply_Accepted"])
            );
            yield return ($"history {letter}", HistoryCard.Draw(phrases, Said(tagged, entries), View(tagged, entries), Long(60), Now));
            yield return (
                $"choose {letter}",
                ChooseCard.Draw(
                    phrases,
                    new(
                        campaign,
                        10_000,
                        [.. Enumerable.Range(0, 500).Select(i => $"{i}{Long(28)}")],
                        [.. Enumerable.Range(0, 20).Select(_ => Long(400))]
                    )
                )
            );
            yield return (
                $"choose of many {letter}",
                ChooseCard.Draw(
                    phrases,
                    new(
                        campaign with
                        {
                            Audience = campaign.Audience with { WithoutTag = Long(60), Account = Key(3).Account, Channel = ChannelId.Line },
                        },
                        10_000,
                        [.. Enumerable.Range(0, 500).Select(i => $"{i}{Long(28)}")],
                        [Long(400)]
                    )
                    {
                        Accounts = [.. Enumerable.Range(0, 200).Select(i => new Account(Key(i).Account, Long(400)))],
                    }
                )
            );
            yield return (
                $"pick {letter}",
                PickCard.Draw(
                    phrases,
                    new PickPage(
                        campaign with
                        {
                            Audience = new() { Picked = [.. customers.Select(customer => customer.Key)] },
                        },
                        [.. customers.Concat(customers).Take(PickCard.Size)],
                        10_000,
                        500,
                        Long(PickCard.LongestSearch)
                    )
                    {
                        Cut = true,
                        Now = Now,
                        Accounts = customers.Select(one => one.Key.Account).Distinct().ToDictionary(key => key, _ => Long(400)),
                    }
                )
            );
            yield return ($"compose {letter}", ComposeCard.Draw(phrases, new(campaign, texts, replies, Saved: true))!);
            yield return (
                $"compose files {letter}",
                ComposeCard.Draw(phrases, new(campaign, files, replies, Saved: true), phrases["Compose_Attached"])!
            );
            yield return (
                $"compose one long {letter}",
                ComposeCard.Draw(phrases, new(campaign, [.. files.Take(4), .. Texts(Long(1000))], replies, Saved: true))!
            );
            yield return (
                $"attached {letter}",
                AttachmentCard.Draw(
                    phrases,
                    AttachmentCards.Offer(phrases, files, Long(5000), customers) with
                    {
                        Opened = customers[0],
                        Draft = campaign,
                    },
                    Long(500)
                )
            );
            yield return (
                $"saved {letter}",
                SavedReplyCards.List(phrases, new(Me, [.. replies.Take(SavedReplyCards.PageSize)], 8, More: true))
            );
            yield return (
                $"saved form {letter}",
                SavedReplyCards.Form(
                    phrases,
                    new(
                        Me with
                        {
                            Role = Role.Administrator,
                        },
                        new(Long(60), texts, Sharing.Mine) { Reply = Reply, Saved = true },
                        [.. Enumerable.Range(0, 40).Select(i => new NamedStore($"{i}{Long(50)}", Long(60)))],
                        Action
                    )
                )!
            );
            yield return (
                $"preview {letter}",
                PreviewCard.Draw(
                    phrases,
                    new(campaign, 60_000, left, texts, Long(400), TimeSpan.FromDays(3), accounts)
                    {
                        Others = [.. Enumerable.Repeat(new ChannelSample(ChannelId.WhatsApp, Long(400), texts), 3)],
                    }
                )
            );
            var wabas = Enumerable.Range(0, 40).Select(i => new ScopeShare(Long(40), [Long(400), Long(400)], 10_000)).ToList();
            var template = Arrivals with
            {
                Name = Long(200),
                Body = Long(1000),
                Footer = Long(60),
                Header = new(null, Long(60)),
                Buttons = [new(Long(24), "https://shop.example/{{1}}")],
            };
            yield return ($"template conflict {letter}", TemplateCards.Conflict(phrases, TwoWabas with { Scopes = wabas }));
            yield return (
                $"template list {letter}",
                TemplateCards.List(phrases, new(campaign, [.. Enumerable.Repeat(template, TemplateOffer.PageSize)], 99, 8))
            );
            yield return (
                $"template form {letter}",
                TemplateCards.Form(
                    phrases,
                    new(campaign, template, [.. files.Take(4)]),
                    _ => Long(60),
                    null,
                    new(Long(200), new("link0", Long(100)))
                )
            );
            yield return ($"sending {letter}", ProgressCard.Draw(phrases, progress, deliveries));
            yield return (
                $"records {letter}",
                RecordsCard.List(phrases, [.. Enumerable.Repeat(Line(progress), RecordsCard.PageSize)], 8, more: true)
            );
            yield return (
                $"recipients {letter}",
                RecipientsCard.Draw(
                    phrases,
                    new(
                        progress,
                        new() { Name = Long(RecipientsCard.LongestName) },
                        deliveries,
                        10_000,
                        [.. Enumerable.Range(0, 8).Select(i => ($"{i}{Long(22)}", 9_999L))]
                    ),
                    20,
                    mine: true
                )
            );
        }
    }
}
