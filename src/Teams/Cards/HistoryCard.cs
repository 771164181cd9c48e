using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>過往訊息: a page of all that was said in a conversation, or of what holds some words.</summary>
internal static class HistoryCard
{
    public const int PageSize = 15;

    private const int LongestLine = 500,
        LeastOfLine = 60;

    /// <param name="words">What was looked for.</param>
    public static JsonObject Draw(Phrases phrases, HistoryPage page, ConversationView view, string words, DateTimeOffset now)
    {
        var drawn = Listed(new(phrases), page, view, words, (now, LongestLine));
        // With messages at their very longest there is no room for all of each.
        for (var longest = LongestLine; Card.Bytes(drawn) > Card.MostBytes && longest > LeastOfLine; )
            drawn = Listed(new(phrases), page, view, words, (now, longest /= 2));
        return drawn;
    }

    private static JsonObject Listed(
        Card card,
        HistoryPage page,
        ConversationView view,
        string words,
        (DateTimeOffset Now, int Longest) room
    )
    {
        var (phrases, customer) = (card.Phrases, page.Open.Customer);
        card.Add(
            Persons.Head(
                customer.Name,
                TextBlocks.Title(Markdown.Escape(phrases.Say("History_Title", phrases.Name(customer)))),
                TextBlocks.Small(Markdown.Escape(phrases.Marked(customer.Key.Account.Channel))).Close()
            )
        );
        if (page.Total == 0)
            card.Say("History_None");
        else
            card.Hint("History_Of", page.Total - page.Skip - page.Lines.Count + 1, page.Total - page.Skip, page.Total);
        card.Entries(view, page.Lines, room.Now, room.Longest);
        card.Input(Inputs.Line(Field.Words, phrases["Label_Said"], words, HistoryDesk.LongestWords))
            .Add(Buttons.Row(Turn(phrases["Button_Find"], customer.Key, null)));
        if (page.Skip + page.Lines.Count < page.Total)
            card.Main(Turn(phrases["Button_Earlier"], customer.Key, page.Skip + page.Lines.Count));
        if (page.Skip > 0)
            card.Action(Turn(phrases["Button_Later"], customer.Key, Math.Max(0, page.Skip - PageSize)));
        return card.Action(Card.Button(Verbs.MineOpen, phrases["Button_Back"], new(customer.Key))).Build();
    }

    // What is looked for stands in the field.
    private static JsonObject Turn(string title, Domain.Channels.CustomerKey customer, int? skip) =>
        Card.Button(Verbs.ConversationHistory, title, new(customer, skip), inputs: true);
}
