using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.Search;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>找: who is looked for, and a page of who was found.</summary>
internal static class FindCard
{
    private const int LongestTitle = 30,
        LongestSaid = 60;

    /// <param name="found">Null before anybody was looked for.</param>
    public static JsonObject Draw(Phrases phrases, StaffMember who, string words, Found? found, DateTimeOffset now) =>
        found is null
            ? Asking(new Card(phrases).Title("Find_Title"), words).Build()
            : CustomerRows.Fit(longest => Listed(new(phrases, found.List, now, longest), found, who, (words, now)));

    private static JsonObject Listed(ConversationRows rows, Found found, StaffMember who, (string Words, DateTimeOffset Now) look)
    {
        var (phrases, list, words) = (rows.Phrases, rows.List, look.Words);
        var card = new Card(phrases).Title(
            "Find_Found",
            Markdown.Clip(words.ReplaceLineEndings(" "), LongestTitle),
            phrases.Count(list.Total)
        );
        if (list.Total == 0)
            card.Say("Find_None");
        foreach (var customer in list.Items)
            if (found.Said.TryGetValue(customer.Key, out var line))
                card.Row(
                    rows.Parts(customer, last: [Said(phrases, line, look), Standing(customer)]),
                    rows.Named(
                        customer,
                        Card.Button(Verbs.ConversationHistory, phrases["Button_Open"], new(customer.Key, line.Place.Behind))
                    )
                );
            else
                card.Row(
                    rows.Parts(customer, last: Standing(customer)),
                    customer.State == ConversationState.Pending || customer.IsOf(who.Id)
                        ? rows.Open(customer)
                        : rows.Named(customer, Card.Button(Verbs.TeamConversation, phrases["Button_Open"], new(customer.Key)))
                );
        Asking(card, words);
        if (list.Skip > 0)
            card.Action(Turn(phrases["Button_Previous"], Math.Max(0, list.Skip - ConversationListCard.Size)));
        if (list.Skip + list.Items.Count < list.Total)
            card.Action(Turn(phrases["Button_Next"], list.Skip + ConversationListCard.Size));
        return card.Build();

        JsonObject Standing(Customer customer) => TextBlocks.Small(Where(phrases, who, customer, found)).Close();
    }

    private static Card Asking(Card card, string words) =>
        card.Hint("Find_Hint")
            .Input(Inputs.Line(Field.Words, card.Phrases["Label_Whom"], words, SearchDesk.LongestWords))
            .Add(Buttons.Row(Card.Button(Verbs.FindOpen, card.Phrases["Button_Find"], new FindForm(), inputs: true).Main()))
            .More(Card.Button(Verbs.MineOpen, card.Phrases["Menu_Mine"]));

    // What is looked for stands in the field.
    private static JsonObject Turn(string title, int skip) => Card.Button(Verbs.FindOpen, title, new FindForm(skip), inputs: true);

    /// <summary>The sentence in which the words are, and when it was said.</summary>
    private static JsonObject Said(Phrases phrases, HistoryLine line, (string Words, DateTimeOffset Now) look)
    {
        var said = SoughtText.Around(line.Entry.Text ?? "", SoughtText.Sought(look.Words), LongestSaid).ReplaceLineEndings(" ");
        return TextBlocks.Body($"{phrases.Say("Row_Words", Markdown.Escape(said))} · {phrases.Ago(line.Entry.At, look.Now)}").Close();
    }

    private static string Where(Phrases phrases, StaffMember who, Customer customer, Found found) =>
        customer.Assignee is { } assignee && !who.Is(assignee) && found.Holders.GetValueOrDefault(assignee) is { } holder
            ? Markdown.Escape(phrases.Say("Team_Of", phrases.Name(holder.Name)))
            : phrases.Of(customer.State);
}
