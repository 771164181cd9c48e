using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Search;
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
        if (page.Lines.Count == 0)
            card.Say(page.Earlier is null ? "History_None" : "History_NoneYet");
        card.Entries(view, page.Lines, room.Now, room.Longest);
        card.Input(Inputs.Line(Field.Words, phrases["Label_Said"], words, HistoryDesk.LongestWords))
            .Add(Buttons.Row(Turn(phrases["Button_Find"], new(customer.Key))));
        if (page.Earlier is { } earlier)
            card.Main(Turn(phrases["Button_Earlier"], new(customer.Key, earlier)));
        if (page.Later is { } later)
            card.Action(Turn(phrases["Button_Later"], new(customer.Key, later, Later: true)));
        var back = phrases["Button_Back"];
        return card.Action(
                page.OfStore
                    ? Card.Button(Verbs.TeamConversation, back, new(customer.Key))
                    : Card.Button(Verbs.MineOpen, back, new(customer.Key))
            )
            .Build();
    }

    // What is looked for stands in the field.
    private static JsonObject Turn(string title, HistoryForm form) => Card.Button(Verbs.ConversationHistory, title, form, inputs: true);
}
