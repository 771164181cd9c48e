using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Privacy;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>個資: finding somebody, what is held of them, and forgetting them.</summary>
internal static class PersonalDataCards
{
    private const int LongestId = 60,
        LongestSaid = 80,
        BriefName = 8;

    public static JsonObject Draw(Phrases phrases, Roster roster, PersonSearch search, DateTimeOffset now, FieldError? error = null) =>
        Card.Fit(brief =>
        {
            var card = Begin(phrases, search, error);
            if (search.Found is { } found)
                List(card, roster, found, now, brief);
            return card.Build();
        });

    private static Card Begin(Phrases phrases, PersonSearch search, FieldError? error) =>
        new Card(phrases)
            .Title("Person_Title")
            .Hint("Person_Hint")
            .Input(
                Inputs.Line(Field.Words, phrases["Label_Whom"], search.Words, PersonalDataDesk.LongestWords),
                FieldError.At(error, Field.Words)
            )
            .Add(Buttons.Row(Card.Button(Verbs.PersonFind, phrases["Button_Find"], new JsonObject(), inputs: true).Main()));

    private static void List(Card card, Roster roster, IReadOnlyList<Customer> found, DateTimeOffset now, bool brief)
    {
        var phrases = card.Phrases;
        if (found.Count == 0)
            card.Say("Person_None");
        if (found.Count == PersonalDataDesk.MostFound)
            card.Hint("Person_More", phrases.Count(found.Count));
        foreach (var customer in found)
            card.Row(
                Parts(phrases, roster, customer, now),
                Card.Button(Verbs.PersonExport, phrases["Button_Export"], Whom(customer.Key)).Of(Named(phrases, customer, brief)),
                Card.Button(Verbs.PersonAskErase, phrases["Button_Erase"], Whom(customer.Key)).Of(Named(phrases, customer, brief))
            );
    }

    public static JsonObject AskErase(Phrases phrases, Roster roster, Customer customer, DateTimeOffset now) =>
        new Card(phrases)
            .Title("Person_AskErase")
            .Row(Parts(phrases, roster, customer, now))
            .Warn("Person_Erases")
            .Hint("Person_Keeps")
            .Action(Card.Button(Verbs.PersonFind, phrases["Button_Back"]))
            .Action(Card.Button(Verbs.PersonErase, phrases["Button_EraseForGood"], Whom(customer.Key)).Destructive())
            .Build();

    public static JsonObject Erased(Phrases phrases) =>
        new Card(phrases)
            .Title("Person_Erased")
            .Hint("Person_Keeps")
            .Action(Card.Button(Verbs.PersonFind, phrases["Person_Title"]))
            .Build();

    // Several may have one name.
    private static string Named(Phrases phrases, Customer customer, bool brief) =>
        brief
            ? Markdown.Clip(phrases.Name(customer), BriefName)
            : $"{phrases.Name(customer)} {Markdown.Clip(customer.Key.UserId, LongestId)}";

    // The whole id, for once: of two who are called alike the wrong one must not be forgotten.
    private static JsonObject[] Parts(Phrases phrases, Roster roster, Customer customer, DateTimeOffset now)
    {
        var account = customer.Key.Account;
        var where = $"{phrases.Marked(account.Channel)} · {roster.Account(account).Name}";
        if (customer.LastMessageAt is { } at)
            where += $" · {phrases.Ago(at, now)}";
        List<JsonObject> parts =
        [
            TextBlocks.Strong(Markdown.Escape(phrases.Name(customer))),
            TextBlocks.Small(Markdown.Escape(where)).Close(),
            TextBlocks.Small(Markdown.Escape(Markdown.Clip(customer.Key.UserId, LongestId))).Close(),
        ];
        if (customer.LastWords?.ReplaceLineEndings(" ").Trim() is { Length: > 0 } said)
            parts.Add(TextBlocks.Body(Markdown.Escape(Markdown.Clip(said, LongestSaid))).Close());
        return [.. parts];
    }

    private static CustomerTarget Whom(CustomerKey customer) => new(customer);
}

/// <summary>Who was looked for.</summary>
/// <param name="Found">Null before anybody was.</param>
internal sealed record PersonSearch(string Words, IReadOnlyList<Customer>? Found);
