using System.Text.Json.Nodes;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>
/// A choice among more than a card holds. Where the client can, whatever is typed into it is asked of us (<c>application/search</c>); a
/// client that cannot passes over that and has the choices in the card, a part at a time. A list that fits is an ordinary choice.
/// </summary>
internal static class Lookup
{
    public const string Colleagues = "colleagues",
        Sellers = "sellers",
        Staff = "staff",
        Accounts = "accounts",
        Tags = "tags",
        Customers = "customers";

    /// <summary>As many as Teams shows beneath a field.</summary>
    public const int MostFound = 15;

    /// <summary>What is found among what a draft is made from.</summary>
    public static string Of(string dataset, long campaign) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{dataset}/{campaign}");

    /// <param name="value">What is chosen; stays on offer in every part.</param>
    /// <param name="part">Which part of them; beyond the last one it begins anew.</param>
    public static JsonObject Choice(Phrases phrases, LookupField field, string? value, IReadOnlyList<Choice> all, int part)
    {
        var shown = all.Skip(part % Parts(all.Count, field.Most) * field.Most).Take(field.Most).ToList();
        if (!string.IsNullOrEmpty(value) && shown.All(choice => choice.Value != value))
            shown.Insert(0, all.FirstOrDefault(choice => choice.Value == value) ?? new(value, value));
        var input = Inputs.Choice(
            field.Id,
            phrases[field.Label],
            value,
            [("", phrases[field.None]), .. shown.Select(choice => (choice.Value, choice.Title))]
        );
        if (all.Count <= field.Most)
            return input;
        // Nothing to be deleted before one can type.
        if (string.IsNullOrEmpty(value))
            input.Remove("value");
        input["placeholder"] = phrases["Placeholder_Lookup"];
        return Searched(input, field.Dataset);
    }

    /// <summary>An input whose choices are found by typing.</summary>
    public static JsonObject Searched(JsonObject input, string dataset)
    {
        input["style"] = "filtered";
        input["choices.data"] = new JsonObject
        {
            ["type"] = "Data.Query",
            ["dataset"] = dataset,
            ["count"] = MostFound,
            ["skip"] = 0,
        };
        return input;
    }

    public static int Parts(int count, int most) => Math.Max(1, (count + most - 1) / most);

    /// <summary>Says that a list is shown in part, and turns to the next one.</summary>
    /// <param name="parts">Nothing is added when there is only one.</param>
    /// <param name="at">What draws the part of that number.</param>
    public static Card Turn<T>(this Card card, int parts, int part, Verb<T> verb, Func<int, T> at)
        where T : IPayload<T>
    {
        if (parts <= 1)
            return card;
        return card.Row(
            card.Phrases.Say("Lookup_Part", part % parts + 1, parts),
            Card.Button(verb, card.Phrases["Button_MoreChoices"], at((part + 1) % parts), inputs: true)
        );
    }
}

/// <summary>How a list stood in the card that was pressed.</summary>
/// <param name="Part">Which part of it is to be shown.</param>
/// <param name="Value">What was chosen of it; anybody could have written it.</param>
internal readonly record struct LookupState(int Part, string? Value);

/// <summary>One of what can be chosen.</summary>
/// <param name="Title">As it is to be read; choices hold no Markdown.</param>
internal sealed record Choice(string Value, string Title);

/// <summary>A field that chooses among more than a card holds.</summary>
/// <param name="Label">The phrase that stands above it.</param>
/// <param name="None">The phrase for choosing nothing.</param>
/// <param name="Dataset">Where those are found that the card has no place for.</param>
/// <param name="Most">How many choices the card holds.</param>
internal sealed record LookupField(string Id, string Label, string None, string Dataset, int Most);
