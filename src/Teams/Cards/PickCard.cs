using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Teams.Cards.Parts;
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
                new Card(phrases),
                page,
                new(phrases, page.Customers, page.Accounts, page.Now) { Longest = longest },
                error,
                (typed ?? page.Picked).ToHashSet()
            )
        );

    private static JsonObject Draw(Card card, PickPage page, CustomerRows rows, FieldError? error, HashSet<CustomerKey> ticked)
    {
        var phrases = card.Phrases;
        card.Title(phrases.Say("Step", 1, 3), Meaning.Informative, "Pick_Title", phrases.Count(page.Picked.Count))
            .Hint("Pick_Hint", phrases.Count(PickDesk.MostPicked))
            .Input(
                Inputs.Line(Field.Search, phrases["Label_Search"], page.Search, LongestSearch, placeholder: phrases["Placeholder_Name"]),
                FieldError.At(error, Field.Search)
            )
            .Add(Buttons.Row(Button(phrases, page, "Button_Search", PickForm.Search, 0)));
        if (page.Customers.Count == 0)
            card.Say("Pick_None");
        if (page.Customers.Count == 0 && FieldError.At(error, Field.Picked) is { } wrong)
            card.Text(Markdown.Escape(wrong), color: "Attention");
        if (page.Customers.Count > 0)
            Picking(card, page, [.. page.Customers.Select(rows.Choice)], error, ticked);
        return Acting(card, page).Build();
    }

    private static void Picking(Card card, PickPage page, IReadOnlyList<Choice> rows, FieldError? error, HashSet<CustomerKey> ticked)
    {
        var phrases = card.Phrases;
        card.Hint(
            "Recipients_Range",
            phrases.Count(page.Skip + 1),
            phrases.Count(page.Skip + page.Customers.Count),
            phrases.Count(page.Total)
        );
        if (page.Cut)
            card.Hint("Pick_Cut", phrases.Count(PickDesk.MostRead));
        var choices = Inputs.Choice(
            Field.Picked,
            phrases["Label_Picked"],
            string.Join(',', page.Customers.Where(customer => ticked.Contains(customer.Key)).Select(customer => customer.Key.ToString())),
            rows.Select(choice => (choice.Value, choice.Title)),
            several: true
        );
        (choices["style"], choices["wrap"]) = ("expanded", true);
        card.Input(choices, FieldError.At(error, Field.Picked))
            .Add(
                Buttons.Row(
                    Button(phrases, page, "Button_PickAll", PickForm.All, page.Skip),
                    Button(phrases, page, "Button_PickNone", PickForm.None, page.Skip)
                )
            );
        // A client that cannot find while one types has the search above, and the pages; a choice may not be without any.
        if (page.Total <= Size)
            return;
        var named = Lookup.Searched(
            Inputs.Choice(Field.Named, phrases["Label_Named"], "", rows.Select(choice => (choice.Value, choice.Title)), several: true),
            Lookup.Of(Lookup.Customers, page.Campaign.Id)
        );
        named["placeholder"] = phrases["Placeholder_Lookup"];
        card.Input(named);
    }

    private static Card Acting(Card card, PickPage page)
    {
        var phrases = card.Phrases;
        card.Main(
            Button(
                phrases,
                page,
                page.Campaign.Audience.TemplateOn is null ? "Button_Compose" : "Button_PickTemplate",
                PickForm.Done,
                page.Skip
            )
        );
        if (page.Skip > 0)
            card.Action(Button(phrases, page, "Button_Previous", PickForm.Turn, Math.Max(0, page.Skip - Size)));
        if (page.Skip + page.Customers.Count < page.Total)
            card.Action(Button(phrases, page, "Button_Next", PickForm.Turn, page.Skip + Size));
        return card.Action(Button(phrases, page, "Button_BackToChoose", PickForm.Back, page.Skip));
    }

    private static JsonObject Button(Phrases phrases, PickPage page, string title, string step, int skip) =>
        Card.Button(
            Verbs.BroadcastPick,
            phrases[title],
            new(
                CampaignTarget.Of(page.Campaign),
                step,
                skip,
                page.Skip,
                string.Join(',', page.Customers.Select(customer => customer.Key.ToString()))
            ),
            inputs: true
        );
}
