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

internal static partial class InboxCards
{
    private static IEnumerable<(string, JsonObject)> Finding(Phrases phrases, ConversationList list)
    {
        var found = new Found(
            list with
            {
                Skip = 0,
            },
            new Dictionary<string, StaffMember> { [CardTests.Me.Id] = CardTests.Me },
            new Dictionary<CustomerKey, HistoryLine>()
        );
        yield return ("found", FindCard.Draw(phrases, CardTests.Me, "大*衣*", found, Now));
        var line = new HistoryLine(new(1_795_000_000_000, 9), Said[^1]);
        yield return (
            "found-said",
            FindCard.Draw(
                phrases,
                CardTests.Me,
                "有貨",
                found with
                {
                    Said = new Dictionary<CustomerKey, HistoryLine> { [Key] = line },
                },
                Now
            )
        );
        yield return ("found-store", FindCard.Draw(phrases, Colleague with { Role = Role.Manager }, "大*衣*", found, Now));
    }
}
