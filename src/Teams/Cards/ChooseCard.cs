using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>群發, first step: who. All of mine in progress, or those that pass the filters.</summary>
internal static class ChooseCard
{
    private const int MostTags = 20;
    private const int LongestTag = 30;
    private const int LongestName = 60;
    private const int MostNames = 10;
    private const int MostAccounts = 12;

    public static JsonObject Draw(
        Phrases phrases,
        ChosenAudience chosen,
        FieldError? error = null,
        bool old = false,
        int part = 0,
        string? note = null
    )
    {
        var audience = chosen.Campaign.Audience;
        var bound = audience.BoundOn is { } channel ? phrases.Channel(channel) : null;
        var template = audience.TemplateOn is not null;
        var card = bound is not null
            ? new Card(phrases).Title("Choose_BoundTitle", bound)
            : new Card(phrases).Title(template ? "Choose_TemplateTitle" : "Choose_Title");
        if (old)
            card.Warn("Old");
        if (note is not null)
            card.Text(note, color: "Attention");
        card.Say(
            audience.Store is not null ? "Choose_StoreMatching"
                : bound is not null ? "Choose_BoundMatching"
                : template ? "Choose_TemplateMatching"
                : "Choose_Matching",
            phrases.Count(chosen.Matching),
            audience.Store
        );
        if (chosen.FirstNames.Count > 0)
            card.Hint(
                chosen.Matching > Math.Min(chosen.FirstNames.Count, MostNames) ? "Choose_NamesAndMore" : "Choose_Names",
                phrases.Names(chosen.FirstNames.Take(MostNames))
            );
        // What is wrong says it already.
        if (chosen.Matching == 0 && error?.Text != phrases["Invalid_audience.empty"])
            card.Hint(
                audience.Store is not null ? "Choose_StoreNone"
                : bound is not null ? "Choose_BoundNone"
                : template ? "Choose_TemplateNone"
                : "Choose_None"
            );

        if (audience.Picked is { } picked)
            card.Text(phrases.Say("Choose_Picked", phrases.Count(picked.Count)), color: "Warning");
        if (chosen.Manages is { } store || (store = audience.Store) is not null)
        {
            card.Input(
                Card.Choice(
                    Field.Whose,
                    phrases["Label_Whose"],
                    audience.Store is null ? null : "store",
                    [("", phrases["Choice_Mine"]), ("store", phrases.Say("Choice_Store", Markdown.Clip(store, LongestTag)))]
                )
            );
        }

        card.Input(Tag(phrases, chosen, Field.Tag, "Label_Tag", audience.WithTag, part), FieldError.At(error, Field.Tag));
        card.Input(
            Card.Choice(Field.Within, phrases["Label_Within"], Value(audience.MessageWithin), Ages(phrases, audience.MessageWithin)),
            FieldError.At(error, Field.Within)
        );
        card.Input(
            Card.TextInput(Field.Name, phrases["Label_Name"], audience.NameContains, LongestName, placeholder: phrases["Placeholder_Name"]),
            FieldError.At(error, Field.Name)
        );
        card.Fold("more", phrases["Button_MoreFilters"], HasMore(audience) || part > 0, [.. More(phrases, chosen, part)]);
        card.Turn(
            Math.Max(Lookup.Parts(chosen.Accounts.Count, MostAccounts), Lookup.Parts(chosen.Tags.Count, MostTags)),
            part,
            Verbs.BroadcastChoose,
            next => Filtered(chosen.Campaign, null) with { Part = next }
        );
        card.Action(
                template
                    ? Card.Button(
                        Verbs.TemplateList,
                        phrases["Button_PickTemplate"],
                        new(CampaignTarget.Of(chosen.Campaign), Filters: true),
                        true
                    )
                    : Card.Button(
                        Verbs.BroadcastCompose,
                        phrases["Button_Compose"],
                        Filtered(chosen.Campaign, DraftForm.Form),
                        inputs: true
                    )
            )
            .Action(Card.Button(Verbs.BroadcastChoose, phrases["Button_Filter"], Filtered(chosen.Campaign, null), inputs: true));
        if (audience.Retry is null)
            card.Action(
                Card.Button(
                    Verbs.BroadcastPick,
                    phrases["Button_Pick"],
                    new(CampaignTarget.Of(chosen.Campaign), PickForm.Open) { Filters = true },
                    inputs: true
                )
            );
        return card.Action(Card.Button(Verbs.BroadcastCancel, phrases["Button_CancelDraft"], CampaignTarget.Of(chosen.Campaign))).Build();
    }

    public static Choice Choice(Phrases phrases, Account account) =>
        new(account.Key.ToString(), $"{Markdown.Clip(account.Name, LongestTag)} · {phrases.Channel(account.Key.Channel)}");

    /// <summary>The value is exact, the title clipped.</summary>
    public static Choice Choice(string tag) => new(tag, Markdown.Clip(tag, LongestTag));

    private static DraftForm Filtered(Campaign campaign, string? step) => new(CampaignTarget.Of(campaign), step, Filters: true);

    private static bool HasMore(Audience audience) =>
        audience.WithoutTag is not null
        || audience.Channel is not null
        || audience.Account is not null
        || audience.MessageBefore is not null
        || audience.WindowOpen
        || audience.NeverAnswered;

    private static IEnumerable<JsonObject> More(Phrases phrases, ChosenAudience chosen, int part)
    {
        var audience = chosen.Campaign.Audience;
        var channels = chosen.Accounts.Select(account => account.Key.Channel).Distinct().ToList();
        if (channels.Count > 1 || audience.Channel is not null)
            yield return Card.Choice(
                Field.Channel,
                phrases["Label_Channel"],
                audience.Channel?.Value,
                [("", phrases["Choice_Any"]), .. channels.Select(channel => (channel.Value, phrases.Channel(channel)))]
            );
        if (chosen.Accounts.Count > 1 || audience.Account is not null)
        {
            yield return Lookup.Choice(
                phrases,
                Field.Account,
                "Label_Account",
                audience.Account?.ToString(),
                "Choice_Any",
                [.. chosen.Accounts.Select(account => Choice(phrases, account))],
                MostAccounts,
                Lookup.Of(Lookup.Accounts, chosen.Campaign.Id),
                part
            );
        }

        yield return Tag(phrases, chosen, Field.Without, "Label_Without", audience.WithoutTag, part);
        yield return Card.Choice(
            Field.Before,
            phrases["Label_Before"],
            Value(audience.MessageBefore),
            Ages(phrases, audience.MessageBefore)
        );
        yield return Card.Toggle(Field.Window, phrases["Label_Window"], audience.WindowOpen);
        yield return Card.Toggle(Field.Unanswered, phrases["Label_Unanswered"], audience.NeverAnswered);
    }

    private static JsonObject Tag(Phrases phrases, ChosenAudience chosen, string id, string label, string? value, int part) =>
        Lookup.Choice(
            phrases,
            id,
            label,
            value,
            "Choice_Any",
            [.. chosen.Tags.Select(Choice)],
            MostTags,
            Lookup.Of(Lookup.Tags, chosen.Campaign.Id),
            part
        );

    private static IEnumerable<(string, string)> Ages(Phrases phrases, TimeSpan? chosen)
    {
        var ages = Filters.Ages.Append(chosen ?? Filters.Ages[0]).Distinct().Order();
        return [("", phrases["Choice_Any"]), .. ages.Select(age => (Filters.Write(age), phrases.Say(age)))];
    }

    private static string? Value(TimeSpan? age) => age is { } some ? Filters.Write(some) : null;
}
