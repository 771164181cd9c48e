using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>The names behind one reason of a preview, page by page.</summary>
internal static class LeftCard
{
    public static JsonObject Draw(Phrases phrases, LeftPage page)
    {
        JsonObject At(int skip) =>
            new()
            {
                ["campaign"] = page.Campaign.Id,
                ["reason"] = page.Reason.ToString(),
                ["skip"] = skip,
            };

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
                        "reason",
                        phrases["Label_Reason"],
                        page.Reason.ToString(),
                        page.Counts.Select(one =>
                            (one.Key.ToString(), phrases.Say("Left_Title", phrases.Of(one.Key), phrases.Count(one.Value)))
                        )
                    )
                )
                .Action(
                    Card.Button(
                        Verbs.BroadcastLeft,
                        phrases["Button_Show"],
                        new JsonObject { ["campaign"] = page.Campaign.Id },
                        inputs: true
                    )
                );
        }

        if (page.Skip > 0)
            card.Action(Card.Button(Verbs.BroadcastLeft, phrases["Button_Previous"], At(Math.Max(0, page.Skip - LeftPage.Size))));
        if (page.Skip + page.Customers.Count < page.Total)
            card.Action(Card.Button(Verbs.BroadcastLeft, phrases["Button_Next"], At(page.Skip + LeftPage.Size)));
        var back = page.Campaign.State == CampaignState.Awaiting ? Verbs.BroadcastReview : Verbs.BroadcastPreview;
        return card.Action(Card.Button(back, phrases["Button_Back"], new JsonObject { ["campaign"] = page.Campaign.Id })).Build();
    }
}
