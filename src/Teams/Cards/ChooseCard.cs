using System.Text.Json.Nodes;
using OmoBroadcast.Broadcast.Desk;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>群發, first step: who. All of mine in progress, or those that pass the filters.</summary>
internal static class ChooseCard
{
    private const int MostTags = 40;
    private const int LongestTag = 30;
    private const int LongestName = 60;
    private const int MostNames = 10;

    public static JsonObject Draw(Phrases phrases, Chosen chosen, FieldError? error = null, bool old = false)
    {
        var audience = chosen.Campaign.Audience;
        var bound = audience.BoundOn is { } channel ? phrases.Channel(channel) : null;
        var template = audience.TemplateOn is not null;
        var card = bound is not null ? new Card(phrases).Title("Choose_BoundTitle", bound) : new Card(phrases).Title(template ? "Choose_TemplateTitle" : "Choose_Title");
        if (old) card.Warn("Old");
        card.Say(bound is not null ? "Choose_BoundMatching" : template ? "Choose_TemplateMatching" : "Choose_Matching", phrases.Count(chosen.Matching));
        if (chosen.FirstNames.Count > 0)
            card.Hint(chosen.Matching > Math.Min(chosen.FirstNames.Count, MostNames) ? "Choose_NamesAndMore" : "Choose_Names", phrases.Names(chosen.FirstNames.Take(MostNames)));
        if (chosen.Matching == 0) card.Hint(bound is not null ? "Choose_BoundNone" : template ? "Choose_TemplateNone" : "Choose_None");

        card.Input(Card.Choice("tag", phrases["Label_Tag"], audience.WithTag, Tags(phrases, chosen)), FieldError.At(error, "tag"));
        card.Input(Card.Choice("within", phrases["Label_Within"], Value(audience.MessageWithin), Ages(phrases, audience.MessageWithin)), FieldError.At(error, "within"));
        card.Input(Card.Choice("before", phrases["Label_Before"], Value(audience.MessageBefore), Ages(phrases, audience.MessageBefore)), FieldError.At(error, "before"));
        card.Input(Card.TextInput("name", phrases["Label_Name"], audience.NameContains, LongestName, placeholder: phrases["Placeholder_Name"]), FieldError.At(error, "name"));
        return card
            .Action(template
                ? Card.Button(Verbs.TemplateList, phrases["Button_PickTemplate"], Data(chosen.Campaign, null), inputs: true)
                : Card.Button(Verbs.BroadcastCompose, phrases["Button_Compose"], Data(chosen.Campaign, "form"), inputs: true))
            .Action(Card.Button(Verbs.BroadcastChoose, phrases["Button_Filter"], Data(chosen.Campaign, null), inputs: true))
            .Action(Card.Button(Verbs.BroadcastCancel, phrases["Button_CancelDraft"], Data(chosen.Campaign, null)))
            .Build();
    }

    /// <summary>Which draft a button speaks of, and as of which change.</summary>
    public static JsonObject Data(Campaign campaign, string? step)
    {
        var data = new JsonObject { ["campaign"] = campaign.Id, ["version"] = campaign.Version };
        if (step is not null) data["step"] = step;
        return data;
    }

    // The values are exact, the titles clipped; a tag too long to be worth a place in the card is not offered.
    private static IEnumerable<(string, string)> Tags(Phrases phrases, Chosen chosen)
    {
        var chosenTag = chosen.Campaign.Audience.WithTag;
        var tags = chosen.Tags.Where(tag => tag.Length <= LongestTag).Take(MostTags).ToList();
        if (chosenTag is not null && !tags.Contains(chosenTag)) tags.Insert(0, chosenTag);
        return [("", phrases["Choice_Any"]), .. tags.Select(tag => (tag, Markdown.Clip(tag, LongestTag)))];
    }

    private static IEnumerable<(string, string)> Ages(Phrases phrases, TimeSpan? chosen)
    {
        var ages = Filters.Ages.Append(chosen ?? Filters.Ages[0]).Distinct().Order();
        return [("", phrases["Choice_Any"]), .. ages.Select(age => (Filters.Write(age), phrases.Say(age)))];
    }

    private static string? Value(TimeSpan? age) => age is { } some ? Filters.Write(some) : null;
}
