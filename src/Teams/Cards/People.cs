using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Domain.Texts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>How people are called in cards.</summary>
internal static class People
{
    private const int LongestName = 30,
        MostColleagues = 30;

    /// <summary>Not escaped.</summary>
    public static string Name(this Phrases phrases, string? name) =>
        !VisibleText.Shows(name) ? phrases["Customer_Nameless"] : Markdown.Clip(name!.ReplaceLineEndings(" ").Trim(), LongestName);

    public static string Name(this Phrases phrases, Customer customer) => phrases.Name(customer.Name);

    /// <summary>A customer's name for an example; never the reader's own.</summary>
    public static string Example(this Phrases phrases, StaffMember reader) =>
        phrases[
            reader.Name.Contains(phrases["Example_Customer"], StringComparison.OrdinalIgnoreCase) ? "Example_Another" : "Example_Customer"
        ];

    /// <summary>Several names in one line, not escaped.</summary>
    public static string Names(this Phrases phrases, IEnumerable<string> names) =>
        string.Join(phrases["List_Comma"], names.Select(name => phrases.Name(name)));

    public static Choice Choice(StaffMember one) => new(one.Id, Markdown.Clip(one.Name, LongestName));

    /// <summary>An input to choose a colleague.</summary>
    /// <param name="verb">Draws the card anew with the next of them.</param>
    /// <param name="next">What it carries for the part of that number.</param>
    public static Card Colleague<T>(this Card card, ColleagueField field, FieldError? error, Verb<T> verb, Func<int, T> next)
        where T : IPayload<T>
    {
        var at = field.At;
        var choices = field.Colleagues.Select(Choice).ToList();
        var chosen = choices.FirstOrDefault(choice => string.Equals(choice.Value, at.Value, StringComparison.OrdinalIgnoreCase))?.Value;
        return card.Input(
                Lookup.Choice(
                    card.Phrases,
                    new(Field.Colleague, "Label_Colleague", "Choice_NoColleague", field.Dataset, MostColleagues),
                    chosen,
                    choices,
                    at.Part
                ),
                FieldError.At(error, Field.Colleague)
            )
            .Turn(Lookup.Parts(choices.Count, MostColleagues), at.Part, verb, next);
    }
}

/// <summary>A field that chooses a colleague.</summary>
/// <param name="At">How it stood in the card that was pressed.</param>
/// <param name="Dataset">Where those are found that the card has no place for.</param>
internal sealed record ColleagueField(IEnumerable<StaffMember> Colleagues, LookupState At, string Dataset = Lookup.Colleagues);
