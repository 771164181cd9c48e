using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Privacy;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>個資: finding somebody, what is held of them, and forgetting them.</summary>
internal static class PersonalDataCards
{
    private const int LongestId = 60,
        LongestSaid = 80;

    /// <param name="found">Null before anybody was looked for.</param>
    public static JsonObject Draw(
        Phrases phrases,
        Roster roster,
        string words,
        IReadOnlyList<Customer>? found,
        DateTimeOffset now,
        FieldError? error = null
    )
    {
        var card = new Card(phrases)
            .Title("Person_Title")
            .Hint("Person_Hint")
            .Input(
                Card.TextInput(Field.Words, phrases["Label_Whom"], words, PersonalDataDesk.LongestWords),
                FieldError.At(error, Field.Words)
            )
            .Action(Card.Button(Verbs.PersonFind, phrases["Button_Find"], new JsonObject(), inputs: true));
        if (found is null)
            return card.Build();
        if (found.Count == 0)
            card.Say("Person_None");
        if (found.Count == PersonalDataDesk.MostFound)
            card.Hint("Person_More", phrases.Count(found.Count));
        foreach (var customer in found)
            card.Row(
                Line(phrases, roster, customer, now),
                Card.Button(Verbs.PersonExport, phrases["Button_Export"], Whom(customer.Key)),
                Card.Button(Verbs.PersonAskErase, phrases["Button_Erase"], Whom(customer.Key))
            );
        return card.Build();
    }

    public static JsonObject AskErase(Phrases phrases, Roster roster, Customer customer, DateTimeOffset now) =>
        new Card(phrases)
            .Title("Person_AskErase")
            .Text(Line(phrases, roster, customer, now))
            .Warn("Person_Erases")
            .Hint("Person_Keeps")
            .Action(Card.Button(Verbs.PersonErase, phrases["Button_EraseForGood"], Whom(customer.Key)))
            .Action(Card.Button(Verbs.PersonFind, phrases["Button_Back"]))
            .Build();

    public static JsonObject Erased(Phrases phrases) =>
        new Card(phrases)
            .Title("Person_Erased")
            .Hint("Person_Keeps")
            .Action(Card.Button(Verbs.PersonFind, phrases["Person_Title"]))
            .Build();

    // The whole id, for once: of two who are called alike the wrong one must not be forgotten.
    private static string Line(Phrases phrases, Roster roster, Customer customer, DateTimeOffset now)
    {
        var line =
            $"**{Markdown.Escape(phrases.Name(customer))}** · {phrases.Channel(customer.Key.Account.Channel)} · {Markdown.Escape(roster.Account(customer.Key.Account).Name)}"
            + $"\n\n{Markdown.Escape(Markdown.Clip(customer.Key.UserId, LongestId))}";
        if (customer.LastMessageAt is { } at)
            line += $"\n\n{phrases.Ago(at, now)}";
        return customer.LastText?.ReplaceLineEndings(" ").Trim() is { Length: > 0 } said
            ? $"{line} · {Markdown.Escape(Markdown.Clip(said, LongestSaid))}"
            : line;
    }

    private static CustomerTarget Whom(CustomerKey customer) => new(customer);
}
