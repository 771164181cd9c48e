using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>綁定顧客: one's code, the list, passing on, and to whom to broadcast.</summary>
internal static class BindingCards
{
    /// <summary>So many are shown at a time.</summary>
    public const int Size = 10;

    private const int MostAccounts = 6,
        LongestName = 40;

    /// <param name="links">For each account the link with the code filled in and, where it can be shown, the address of its QR
    /// picture.</param>
    public static JsonObject Mine(Phrases phrases, MyBindings mine, IReadOnlyList<(Uri? Link, Uri? Qr)> links)
    {
        var card = new Card(phrases).Title("Bound_Title");
        if (mine.Accounts.Count == 0)
            return card.Say("Bound_None").Build();
        card.Say("Bound_Code", mine.Code);
        foreach (var (bound, (link, qr)) in mine.Accounts.Zip(links).Take(MostAccounts))
        {
            var name = Markdown.Clip(bound.Account.Name, LongestName);
            card.Say("Bound_Count", name, phrases.Channel(bound.Account.Key.Channel), phrases.Count(bound.Customers));
            if (link is null)
                card.Hint("Bound_NoLink");
            else
                card.Text(string.Format(phrases.Culture, phrases["Bound_Link"], link.AbsoluteUri));
            if (qr is not null)
                card.Picture(qr, phrases.Say("Bound_Qr", name));
        }

        foreach (var channel in Channels(mine))
            card.Action(Card.Button(Verbs.BoundList, phrases.Say("Button_BoundList", phrases.Channel(channel)), Data(channel)));
        return AddBroadcasts(card, phrases, mine).Build();
    }

    public static JsonObject Ask(Phrases phrases, MyBindings mine)
    {
        var card = new Card(phrases).Title("Menu_Bound");
        if (mine.Accounts.Count == 0)
            return card.Say("Bound_None").Build();
        card.Say("Bound_Ask");
        foreach (var bound in mine.Accounts.Take(MostAccounts))
            card.Say(
                "Bound_Count",
                Markdown.Clip(bound.Account.Name, LongestName),
                phrases.Channel(bound.Account.Key.Channel),
                phrases.Count(bound.Customers)
            );
        return AddBroadcasts(card, phrases, mine).Build();
    }

    public static JsonObject List(
        Phrases phrases,
        BoundPage page,
        string? note = null,
        FieldError? error = null,
        string? chosen = null,
        LookupState at = default
    ) =>
        CustomerRows.Fit(longest =>
            List(
                phrases,
                page,
                [
                    .. page.Customers.Select(
                        new CustomerRows(phrases, page.Customers, page.Accounts, page.Now, longest, words: page.Colleagues.Count > 0).Choice
                    ),
                ],
                note,
                error,
                chosen,
                at
            )
        );

    private static JsonObject List(
        Phrases phrases,
        BoundPage page,
        IReadOnlyList<Choice> rows,
        string? note,
        FieldError? error,
        string? chosen,
        LookupState at
    )
    {
        var card = new Card(phrases).Title("Bound_ListTitle", phrases.Channel(page.Channel));
        if (note is not null)
            card.Text(note);
        card.Say("Bound_ListCount", phrases.Count(page.Total));
        if (page.Customers.Count == 0)
            card.Hint("Bound_Empty");
        if (page.Colleagues.Count == 0)
            foreach (var row in rows)
                card.Row(Markdown.Escape(row.Title));
        if (page.Customers.Count > 0 && page.Colleagues.Count > 0)
        {
            var customers = Card.Choice(
                Field.Customers,
                phrases["Label_BoundCustomers"],
                chosen,
                rows.Select(row => (row.Value, row.Title)),
                several: true
            );
            customers["wrap"] = true;
            card.Input(customers, FieldError.At(error, Field.Customers))
                .Colleague(page.Colleagues, error, at, Lookup.Colleagues, Verbs.BoundList, part =>
                    new(page.Channel, Skip(page.Skip), part)
                );
            card.Action(Card.Button(Verbs.BoundTransfer, phrases["Button_Transfer"], Data(page.Channel, page.Skip), inputs: true));
        }

        if (page.Skip > 0)
            card.Action(Card.Button(Verbs.BoundList, phrases["Button_Previous"], Data(page.Channel, Math.Max(0, page.Skip - Size))));
        if (page.Skip + page.Customers.Count < page.Total)
            card.Action(Card.Button(Verbs.BoundList, phrases["Button_Next"], Data(page.Channel, page.Skip + Size)));
        return card.Action(Card.Button(Verbs.BoundOpen, phrases["Button_Back"])).Build();
    }

    private static Card AddBroadcasts(Card card, Phrases phrases, MyBindings mine)
    {
        foreach (var channel in Channels(mine))
            card.Action(Card.Button(Verbs.BoundBroadcast, phrases.Say("Button_BoundBroadcast", phrases.Channel(channel)), Data(channel)));
        return card;
    }

    private static IEnumerable<ChannelId> Channels(MyBindings mine) => mine.Accounts.Select(bound => bound.Account.Key.Channel).Distinct();

    private static BoundForm Data(ChannelId channel, int skip = 0) => new(channel, Skip(skip));

    private static int? Skip(int skip) => skip > 0 ? skip : null;
}
