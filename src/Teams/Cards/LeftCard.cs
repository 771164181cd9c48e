using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>The names behind one number of a preview, page by page: those who will receive it, or will not for one reason.</summary>
internal static class LeftCard
{
    /// <summary>So many are shown at a time.</summary>
    public const int Size = 25;

    public static JsonObject Draw(Phrases phrases, LeftPage page)
    {
        var card = new Card(phrases)
            .Title("Left_Heading")
            .Add(
                Figures.Large(
                    new(phrases.Count(page.Total), Of(phrases, page.Reason), page.Reason is null ? Meaning.Good : Meaning.Warning)
                )
            );
        Others(card, page);
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
            card.Add(rows.Parts(customer));
        Turns(card, page);
        var campaign = new CampaignTarget(page.Campaign.Id);
        return card.Action(
                page.Campaign.State == CampaignState.Awaiting
                    ? Card.Button(Verbs.BroadcastReview, phrases["Button_Back"], new(campaign))
                    : Card.Button(Verbs.BroadcastPreview, phrases["Button_Back"], campaign)
            )
            .Build();
    }

    private static string Of(Phrases phrases, SkipReason? reason) =>
        Markdown.Escape(reason is { } why ? phrases.Of(why) : phrases["Left_Receivers"]);

    // The lists that there are.
    private static void Others(Card card, LeftPage page)
    {
        var phrases = card.Phrases;
        List<(string Value, string Title)> lists =
        [
            .. page.Counts.Select(one => (one.Key.ToString(), phrases.Say("Left_Title", phrases.Of(one.Key), phrases.Count(one.Value)))),
        ];
        if (page.Receivers > 0)
            lists.Insert(0, (LeftTarget.Will, phrases.Say("Left_Title", phrases["Left_Receivers"], phrases.Count(page.Receivers))));
        if (lists.Count > 1)
            card.Input(Inputs.Choice(Field.Reason, phrases["Label_List"], page.Reason?.ToString() ?? LeftTarget.Will, lists))
                .Add(Buttons.Row(Card.Button(Verbs.BroadcastLeft, phrases["Button_Show"], new(page.Campaign.Id), inputs: true)));
    }

    private static void Turns(Card card, LeftPage page)
    {
        if (page.Skip > 0)
            card.Action(Card.Button(Verbs.BroadcastLeft, card.Phrases["Button_Previous"], At(Math.Max(0, page.Skip - Size))));
        if (page.Skip + page.Customers.Count < page.Total)
            card.Action(Card.Button(Verbs.BroadcastLeft, card.Phrases["Button_Next"], At(page.Skip + Size)));

        LeftTarget At(int skip) => new(page.Campaign.Id, page.Reason, skip, Receivers: page.Reason is null);
    }
}
