using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>The names behind one reason of a preview, page by page.</summary>
internal static class LeftCard
{
    /// <summary>So many are shown at a time.</summary>
    public const int Size = 25;

    public static JsonObject Draw(Phrases phrases, LeftPage page)
    {
        LeftTarget At(int skip) => new(page.Campaign.Id, page.Reason, skip);

        var card = new Card(phrases).Title("Left_Title", phrases.Of(page.Reason), phrases.Count(page.Total));
        if (page.Customers.Count == 0)
            card.Say("Recipients_None");
        else
            card.Hint(
                "Recipients_Range",
                phrases.Count(page.Skip + 1),
                phrases.Count(page.Skip + page.Customers.Count),
                phrases.Count(page.Total)
            );
        var rows = new CustomerRows(phrases, page.Customers, page.Accounts, page.Now, words: false);
        foreach (var customer in page.Customers)
            card.Text(Markdown.Escape(rows.Line(customer)));
        if (page.Counts.Count > 1)
        {
            card.Input(
                    Card.Choice(
                        Field.Reason,
                        phrases["Label_Reason"],
                        page.Reason.ToString(),
                        page.Counts.Select(one =>
                            (one.Key.ToString(), phrases.Say("Left_Title", phrases.Of(one.Key), phrases.Count(one.Value)))
                        )
                    )
                )
                .Action(Card.Button(Verbs.BroadcastLeft, phrases["Button_Show"], new(page.Campaign.Id), inputs: true));
        }

        if (page.Skip > 0)
            card.Action(Card.Button(Verbs.BroadcastLeft, phrases["Button_Previous"], At(Math.Max(0, page.Skip - Size))));
        if (page.Skip + page.Customers.Count < page.Total)
            card.Action(Card.Button(Verbs.BroadcastLeft, phrases["Button_Next"], At(page.Skip + Size)));
        var campaign = new CampaignTarget(page.Campaign.Id);
        return card.Action(
                page.Campaign.State == CampaignState.Awaiting
                    ? Card.Button(Verbs.BroadcastReview, phrases["Button_Back"], new(campaign))
                    : Card.Button(Verbs.BroadcastPreview, phrases["Button_Back"], campaign)
            )
            .Build();
    }
}
