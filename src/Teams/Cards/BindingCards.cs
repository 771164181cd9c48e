using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>綁定顧客: one's code, the list, passing on, and to whom to broadcast.</summary>
internal static class BindingCards
{
    /// <summary>So many are shown at a time.</summary>
    public const int Size = 10;

    private const int MostAccounts = 6,
        LongestName = 40;

    // A phone's camera reads it from another phone's screen.
    private const string Side = "248px";

    /// <param name="links">For each account the link with the code filled in and, where it can be shown, the address of its QR
    /// picture.</param>
    public static JsonObject Mine(Phrases phrases, MyBindings mine, IReadOnlyList<(Uri? Link, Uri? Qr)> links)
    {
        var card = new Card(phrases).Title("Bound_Title");
        if (mine.Accounts.Count == 0)
            return card.Say("Bound_None").Build();
        card.Add(Figures.Large(new(Markdown.Escape($"#{mine.Code}"), phrases["Bound_CodeLabel"])));
        var accounts = mine.Accounts.Zip(links).Take(MostAccounts).ToList();
        var pictures = Enumerable.Range(0, accounts.Count).Where(at => accounts[at].Second.Qr is not null).ToList();
        for (var at = 0; at < accounts.Count; at++)
        {
            var (bound, (link, qr)) = accounts[at];
            card.Row(
                [.. Parts(phrases, bound), Way(phrases, link)],
                qr is null || pictures.Count == 1 ? [] : [Showing(phrases, bound, at, pictures)]
            );
            if (qr is not null)
                card.Add(Picture(phrases, bound, qr, at, pictures.Count == 1));
        }

        return Acting(card, mine, lists: true).Build();
    }

    public static JsonObject Ask(Phrases phrases, MyBindings mine)
    {
        var card = new Card(phrases).Title("Menu_Bound");
        if (mine.Accounts.Count == 0)
            return card.Say("Bound_None").Build();
        card.Say("Bound_Ask");
        foreach (var bound in mine.Accounts.Take(MostAccounts))
            card.Row(Parts(phrases, bound));
        return Acting(card, mine, lists: false).Build();
    }

    /// <param name="chosen">Which were chosen in the card that was pressed.</param>
    /// <param name="at">How the list of colleagues stood in it.</param>
    public static JsonObject List(
        Phrases phrases,
        BoundPage page,
        Remark remark = default,
        string? chosen = null,
        LookupState at = default
    ) => CustomerRows.Fit(longest => Draw(phrases, page, remark, (chosen, at), longest));

    private static JsonObject Draw(Phrases phrases, BoundPage page, Remark remark, (string? Chosen, LookupState At) before, int longest)
    {
        var rows = new CustomerRows(phrases, page.Customers, page.Accounts, page.Now, words: page.Colleagues.Count > 0)
        {
            Longest = longest,
        };
        var card = new Card(phrases).Title("Bound_ListTitle", phrases.Channel(page.Channel));
        if (remark.Note is not null)
            card.Text(remark.Note);
        card.Add(Figures.Large(new(phrases.Count(page.Total), phrases.Say("Bound_Unit", phrases.Count(page.Total)))));
        if (page.Customers.Count == 0)
            card.Hint("Bound_Empty");
        else if (page.Colleagues.Count == 0)
            foreach (var customer in page.Customers)
                card.Row(rows.Parts(customer));
        else
            Passing(card, page, remark, before, rows);
        if (page.Skip > 0)
            card.Action(Card.Button(Verbs.BoundList, phrases["Button_Previous"], Data(page.Channel, Math.Max(0, page.Skip - Size))));
        if (page.Skip + page.Customers.Count < page.Total)
            card.Action(Card.Button(Verbs.BoundList, phrases["Button_Next"], Data(page.Channel, page.Skip + Size)));
        return card.Action(Card.Button(Verbs.BoundOpen, phrases["Button_Back"])).Build();
    }

    private static void Passing(Card card, BoundPage page, Remark remark, (string? Chosen, LookupState At) before, CustomerRows rows)
    {
        var customers = Inputs.Choice(
            Field.Customers,
            card.Phrases["Label_BoundCustomers"],
            before.Chosen,
            page.Customers.Select(rows.Choice).Select(row => (row.Value, row.Title)),
            several: true
        );
        customers["wrap"] = true;
        card.Input(customers, remark.At(Field.Customers))
            .Colleague(new(page.Colleagues, before.At), remark.Error, Verbs.BoundList, part => new(page.Channel, Skip(page.Skip), part))
            .Main(Card.Button(Verbs.BoundTransfer, card.Phrases["Button_Transfer"], Data(page.Channel, page.Skip), inputs: true));
    }

    private static JsonObject[] Parts(Phrases phrases, BoundAccount bound) =>
        [
            Columns.Headed(
                TextBlocks.Strong(Markdown.Escape(Markdown.Clip(bound.Account.Name, LongestName))),
                Badges.State(phrases.Say("Bound_Linked", phrases.Count(bound.Customers)), Meaning.None)
            ),
            TextBlocks.Small(Markdown.Escape(phrases.Marked(bound.Account.Key.Channel))).Close(),
        ];

    private static JsonObject Way(Phrases phrases, Uri? link) =>
        link is null
            ? TextBlocks.Small(phrases["Bound_NoLink"])
            : TextBlocks.Body(string.Format(phrases.Culture, phrases["Bound_Link"], link.AbsoluteUri));

    // One at a time: a camera takes whichever it sees.
    private static JsonObject Showing(Phrases phrases, BoundAccount bound, int at, IEnumerable<int> all) =>
        new JsonObject
        {
            ["type"] = "Action.ToggleVisibility",
            ["title"] = phrases["Button_Qr"],
            ["targetElements"] = new JsonArray([
                .. all.Select(one => (JsonNode)new JsonObject { ["elementId"] = Place(one), ["isVisible"] = one == at }),
            ]),
        }.Of(Markdown.Clip(bound.Account.Name, LongestName));

    private static JsonObject Picture(Phrases phrases, BoundAccount bound, Uri qr, int at, bool visible)
    {
        var name = Markdown.Clip(bound.Account.Name, LongestName);
        var image = Card.Image(qr, phrases.Say("Bound_Qr", name));
        image.Remove("size");
        (image["width"], image["height"], image["horizontalAlignment"]) = (Side, Side, "Center");
        var hint = TextBlocks.Small(phrases["Bound_Scan"]);
        hint["horizontalAlignment"] = "Center";
        return Folds.Inside(Place(at), visible, image, hint.Close());
    }

    private static string Place(int at) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"qr{at}");

    // Of each channel: to broadcast on it, and who is bound there.
    private static Card Acting(Card card, MyBindings mine, bool lists)
    {
        var phrases = card.Phrases;
        var channels = Channels(mine).ToList();
        foreach (var channel in channels)
        {
            var name = phrases.Channel(channel);
            var broadcast = Card.Button(Verbs.BoundBroadcast, phrases.Say("Button_BoundBroadcast", name), Data(channel));
            card.Action(channels.Count == 1 ? broadcast.Main() : broadcast);
            if (lists)
                card.Action(Card.Button(Verbs.BoundList, phrases.Say("Button_BoundList", name), Data(channel)));
        }
        return card;
    }

    private static IEnumerable<ChannelId> Channels(MyBindings mine) => mine.Accounts.Select(bound => bound.Account.Key.Channel).Distinct();

    private static BoundForm Data(ChannelId channel, int skip = 0) => new(channel, Skip(skip));

    private static int? Skip(int skip) => skip > 0 ? skip : null;
}
