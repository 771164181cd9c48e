using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;
using OmoBroadcast.Teams.Texts;
using static OmoBroadcast.Tests.Teams.CardTests;

namespace OmoBroadcast.Tests.Teams;

/// <summary>The cards that ask what something is for, and for whom, to be looked at by <see cref="CardTests"/>.</summary>
internal static class AttachmentCards
{
    public static AttachmentOffer Offer(
        Phrases phrases,
        IReadOnlyList<OutboundMessage.Media> media,
        string words,
        IReadOnlyList<Customer> mine
    ) =>
        new(
            media,
            words,
            mine,
            new(phrases, mine, mine.Select(one => one.Key.Account).Distinct().ToDictionary(key => key, _ => "信義 *旗艦* 店"), Now),
            CardTests.Action
        );

    public static IEnumerable<(string, JsonObject)> Usual(Phrases phrases)
    {
        yield return (
            "attached",
            AttachmentCard.Draw(
                phrases,
                Offer(phrases, [Picture, Paper], "新品 *到貨*", [Mine, Nameless]) with
                {
                    Opened = Mine,
                    Draft = Draft(),
                }
            )
        );
        yield return (
            "attached-wrong",
            AttachmentCard.Draw(
                phrases,
                Offer(phrases, [Paper], "", [Mine]) with
                {
                    Opened = Mine,
                    Objection = new(ChannelId.Line, 0, ObjectionKind.Sort, null),
                    Draft = Draft() with { Content = new(Texts("週末 *全館* 八折")) },
                },
                phrases.Say("Attached_Refused", "a.exe", phrases["Invalid_media.type"]),
                new("customer", phrases["Invalid_customer.none"])
            )
        );
        yield return (
            "which",
            WhichCard.Draw(
                phrases,
                "Amy *Lin*",
                Offer(
                    phrases,
                    [],
                    "您好 *Amy*",
                    [Mine, Mine with { Key = new(Shop, "Uffff0007") }, Mine with { Key = new(Shop, "Uffff0008"), Tags = ["VIP"] }]
                ),
                _ => CardTests.Action
            )
        );
        yield return (
            "which-media",
            WhichCard.Draw(
                phrases,
                "Amy",
                Offer(phrases, [Picture], "", [.. Enumerable.Range(0, 9).Select(i => Mine with { Key = new(Shop, $"Uffff000{i}") })]),
                _ => CardTests.Action
            )
        );
        var draft = Draft() with { Content = new([Picture, .. Texts("週末 *全館* 八折")]) };
        yield return ("draft-file-ask", DraftFileCards.Ask(phrases, draft));
        var holding = draft with { Content = new([.. draft.Content.Messages, Picture, Paper]) };
        yield return ("draft-file-added", DraftFileCards.Added(phrases, holding, [Picture, Paper], phrases["Compose_Attached"]));
        yield return ("draft-file-left", DraftFileCards.Added(phrases, draft, [], LeftOut.Say(phrases, [Picture, Paper])!));
        yield return ("draft-file-moved", DraftFileCards.Moved(phrases));
        yield return (
            "loose",
            LooseTextCard.Draw(phrases, Offer(phrases, [], "到貨了嗎 *急*👋", [Mine]) with { Opened = Mine, Draft = draft }, [])
        );
        yield return (
            "loose-near",
            LooseTextCard.Draw(phrases, Offer(phrases, [], "群發記", [Mine]) with { Opened = Mine }, [CommandName.Records])
        );
        yield return ("loose-draft", LooseTextCard.Draw(phrases, Offer(phrases, [], "週末見", []) with { Draft = draft }, []));
    }
}
