using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>群發, first step: customers one by one, page by page. What is ticked on a page comes along with whatever is pressed.</summary>
internal static class PickCard
{
    /// <summary>So many are shown at a time.</summary>
    public const int Size = 12;

    public const int LongestSearch = 60;

    /// <param name="typed">What is ticked on the page, when it could not be taken; null: as it is picked.</param>
    public static JsonObject Draw(
        Phrases phrases,
        PickPage page,
        FieldError? error = null,
        IReadOnlyCollection<CustomerKey>? typed = null
    ) =>
        CustomerRows.Fit(longest =>
            Draw(
                phrases,
                page,
                [.. page.Customers.Select(new CustomerRows(phrases, page.Customers, page.Accounts, page.Now, longest).Choice)],
                error,
                typed
            )
        );

    private static JsonObject Draw(
        Phrases phrases,
        PickPage page,
        IReadOnlyList<Choice> rows,
        FieldError? error,
        IReadOnlyCollection<CustomerKey>? typed
    )
    {
        var draft = CampaignTarget.Of(page.Campaign);
        var shown = string.Join(',', page.Customers.Select(customer => customer.Key.ToString()));
        JsonObject Button(string title, string step, int skip) =>
            Card.Button(Verbs.BroadcastPick, phrases[title], new(draft, step, skip, page.Skip, shown), inputs: true);

        var card = new Card(phrases)
            .Title("Pick_Title", phrases.Count(page.Picked.Count))
            .Hint("Pick_Hint", phrases.Count(PickDesk.MostPicked));
        card.Input(
            Card.TextInput(Field.Search, phrases["Label_Search"], page.Search, LongestSearch, placeholder: phrases["Placeholder_Name"]),
            FieldError.At(error, Field.Search)
        );
        if (page.Customers.Count == 0)
        {
            card.Say("Pick_None");
        }
        else
        {
            card.Hint(
                "Recipients_Range",
                phrases.Count(page.Skip + 1),
                phrases.Count(page.Skip + page.Customers.Count),
                phrases.Count(page.Total)
            );
            if (page.Cut)
                card.Hint("Pick_Cut", phrases.Count(PickDesk.MostRead));
            var ticked = (typed ?? page.Picked).ToHashSet();
            var choices = Card.Choice(
                Field.Picked,
                phrases["Label_Picked"],
                string.Join(
                    ',',
                    page.Customers.Where(customer => ticked.Contains(customer.Key)).Select(customer => customer.Key.ToString())
                ),
                rows.Select(choice => (choice.Value, choice.Title)),
                several: true
            );
            (choices["style"], choices["wrap"]) = ("expanded", true);
            card.Input(choices, FieldError.At(error, Field.Picked));
            card.Row(
                phrases["Pick_Page"],
                Button("Button_PickAll", PickForm.All, page.Skip),
                Button("Button_PickNone", PickForm.None, page.Skip)
            );
        }

        // A client that cannot find while one types has the search above, and the pages; a choice may not be without any.
        if (page.Total > Size && page.Customers.Count > 0)
        {
            var named = Lookup.Searched(
                Card.Choice(Field.Named, phrases["Label_Named"], "", rows.Select(choice => (choice.Value, choice.Title)), several: true),
                Lookup.Of(Lookup.Customers, page.Campaign.Id)
            );
            named["placeholder"] = phrases["Placeholder_Lookup"];
            card.Input(named);
        }

        card.Action(Button(page.Campaign.Audience.TemplateOn is null ? "Button_Compose" : "Button_PickTemplate", PickForm.Done, page.Skip))
            .Action(Button("Button_Search", PickForm.Search, 0));
        if (page.Skip > 0)
            card.Action(Button("Button_Previous", PickForm.Turn, Math.Max(0, page.Skip - Size)));
        if (page.Skip + page.Customers.Count < page.Total)
            card.Action(Button("Button_Next", PickForm.Turn, page.Skip + Size));
        return card.Action(Card.Button(Verbs.BroadcastChoose, phrases["Button_BackToChoose"], new(draft, DraftForm.Form))).Build();
    }
}
