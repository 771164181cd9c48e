using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.People;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Tests.Teams;

internal static partial class InboxCards
{
    /// <param name="longs">A text of that length, of whatever is longest on the wire.</param>
    public static IEnumerable<(string, JsonObject)> Largest(Phrases phrases, Func<int, string> longs)
    {
        var customer = Amy with
        {
            Name = longs(400),
            LastText = longs(4_000),
            Tags = [.. Enumerable.Range(0, 20).Select(i => $"{i}{longs(28)}")],
        };
        var list = new ConversationList(
            [.. Enumerable.Range(0, 20).Select(i => customer with { Key = new(Key.Account, $"{i}{longs(30)}") })],
            10_000,
            500
        )
        {
            Windows = Windows,
        };
        var page = list with { Items = [.. list.Items.Take(ConversationListCard.Size)] };
        var staff = Enumerable
            .Range(0, 100)
            .Select(i => new StaffMember($"{i}11111111-1111-4111-8111-111111111111", longs(100), Role.Salesperson, longs(60)))
            .ToList();
        var details = new MessageDetails
        {
            Items = [.. Enumerable.Repeat(new MessageItem(longs(200), longs(400), longs(60)), 30)],
            Media = [.. Enumerable.Repeat(new MessageMedia(MessageKind.Image, "m1"), 10)],
            Place = new(25, 121, null, longs(400)),
            Quoted = "w",
            Referral = new(ReferralSource.Ad, longs(200), null, null),
            Omitted = 1_000,
        };
        IReadOnlyList<TranscriptEntry> said =
        [
            .. Enumerable.Repeat(
                new TranscriptEntry(Now, null, MessageKind.Image, longs(5_000), true, false)
                {
                    Details = details,
                    Quoted = new(Now, Me.Id, MessageKind.Text, longs(5_000), false, false),
                },
                10
            ),
        ];
        var view = new ConversationView(new(customer, said) { Window = TimeSpan.FromHours(24) }, Me, Act)
        {
            Care = new(
                [.. Enumerable.Repeat(new Note(longs(100), longs(CustomerDesk.LongestNote), Now), 10)],
                true,
                [SuppressionKind.Unsubscribed, SuppressionKind.Blocked]
            )
            {
                Broadcasts =
                [
                    .. Enumerable.Repeat(
                        new ReceivedBroadcast(Now, longs(40), longs(100), new([new OutboundMessage.Text(longs(5_000))])),
                        CustomerDesk.BroadcastsRead
                    ),
                ],
            },
            Media = View.Media,
        };
        yield return ("closed", ConversationListCard.Closed(phrases, page, Now, longs(100)));
        yield return ("pass", ConversationListCard.Pass(phrases, new(list, staff), Now, new(longs(200), new("customers", longs(200)))));
        yield return ("conversation of media", ConversationCard.Draw(phrases, view, Now, longs(200)));
        yield return ("customer", CustomerCard.Draw(phrases, new(view, staff), Now, longs(200)));
        yield return (
            "bound",
            BindingCards.List(
                phrases,
                new(ChannelId.Line, page.Items, 10_000, 500, staff) { Now = Now },
                new(longs(200), new("customers", longs(200))),
                at: new(1, staff[0].Id)
            )
        );
        BoundAccount account = new(new(new(ChannelId.WhatsApp, longs(40)), longs(400)), 10_000);
        var link = new Uri($"https://wa.example/{new string('1', 20)}?text={Uri.EscapeDataString(longs(60))}");
        yield return (
            "my bound",
            BindingCards.Mine(
                phrases,
                new("K7QX2AB", [.. Enumerable.Repeat(account, 40)]),
                [.. Enumerable.Repeat<(Uri?, Uri?)>((link, new($"https://omo.example/media/{new string('a', 64)}")), 40)]
            )
        );
        yield return ("ask", CustomerCard.AskStop(phrases, view, stop: true));
        yield return ("message", MessageCard.Mine(phrases, view, Now));
        yield return ("message further down", MessageCard.Further(phrases, view, Now));
        yield return ("message for a manager", MessageCard.ForManager(phrases, view, staff[0], Now));
        yield return ("passed", MessageCard.Passed(phrases, staff[0], list.Items));
        yield return (
            "team",
            TeamCards.Overview(
                phrases,
                Store([.. staff.Take(TeamCards.Size).Select(one => new Hands(one, 10_000, 200, Now.AddDays(-300), 10_000))]),
                Now
            )
        );
        yield return ("team's conversations", TeamCards.Conversations(phrases, new(staff[0], page), Now));
        yield return ("team's bound", TeamCards.Bound(phrases, new(staff[0], page), Now));
        yield return (
            "team's conversation",
            ConversationCard.ForManager(phrases, view, new(new(view.Open, staff[0], staff)), Now, longs(200))
        );
    }
}
