using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Teams.Cards.Parts;
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

    /// <param name="part">Which part of the lists of accounts and tags is shown.</param>
    public static JsonObject Draw(Phrases phrases, ChosenAudience chosen, Remark remark = default, int part = 0)
    {
        var card = Begin(phrases, chosen.Campaign.Audience);
        if (remark.Old)
            card.Warn("Old");
        if (remark.Note is not null)
            card.Text(remark.Note, color: "Attention");
        Matching(card, chosen, remark.Error?.Text);
        Filtering(card, chosen, remark.Error, part);
        return Acting(card, chosen).Build();
    }

    private static Card Begin(Phrases phrases, Audience audience)
    {
        var step = phrases.Say("Step", 1, 3);
        return audience.BoundOn is { } channel
            ? new Card(phrases).Title(step, Meaning.Informative, "Choose_BoundTitle", phrases.Channel(channel))
            : new Card(phrases).Title(step, Meaning.Informative, audience.TemplateOn is not null ? "Choose_TemplateTitle" : "Choose_Title");
    }

    // How many it would be, in a number, and who the first of them are.
    private static void Matching(Card card, ChosenAudience chosen, string? wrong)
    {
        var phrases = card.Phrases;
        var audience = chosen.Campaign.Audience;
        var kind =
            audience.Store is not null ? "Store"
            : audience.BoundOn is not null ? "Bound"
            : audience.TemplateOn is not null ? "Template"
            : "";
        List<JsonObject> who = [TextBlocks.Body(card.Sentence($"Choose_{kind}Customers", Markdown.Clip(StoreOf(chosen), LongestTag)))];
        if (chosen.FirstNames.Count > 0)
            who.Add(
                TextBlocks
                    .Small(
                        card.Sentence(
                            chosen.Matching > Math.Min(chosen.FirstNames.Count, MostNames) ? "Choose_NamesAndMore" : "Choose_Names",
                            phrases.Names(chosen.FirstNames.Take(MostNames))
                        )
                    )
                    .Close()
            );
        card.Add(
            Columns.Of(
                Columns
                    .Column(
                        Columns.Auto,
                        Figures.Large(new(phrases.Count(chosen.Matching), phrases.Say("Choose_Unit", phrases.Count(chosen.Matching))))
                    )
                    .Centred(),
                Columns.Column(Columns.Stretch, [.. who]).Centred()
            )
        );
        // What is wrong says it already.
        if (chosen.Matching == 0 && wrong != phrases["Invalid_audience.empty"])
            card.Hint($"Choose_{kind}None");
        if (audience.Picked is { } picked)
            card.Text(phrases.Say("Choose_Picked", phrases.Count(picked.Count)), color: "Warning");
    }

    private static string StoreOf(ChosenAudience chosen) =>
        chosen.StoreName.Length > 0 ? chosen.StoreName : chosen.Campaign.Audience.Store ?? "";

    private static void Filtering(Card card, ChosenAudience chosen, FieldError? error, int part)
    {
        var phrases = card.Phrases;
        var audience = chosen.Campaign.Audience;
        if (chosen.Manages is not null || audience.Store is not null)
            card.Input(
                Inputs.Choice(
                    Field.Whose,
                    phrases["Label_Whose"],
                    audience.Store is null ? null : "store",
                    [
                        ("", phrases["Choice_Mine"]),
                        ("store", phrases.Say("Choice_Store", Markdown.Clip(chosen.Manages ?? StoreOf(chosen), LongestTag))),
                    ]
                )
            );
        card.Add(
            Beside(
                Card.Checked(Tag(phrases, chosen, Field.Tag, audience.WithTag, part), FieldError.At(error, Field.Tag)),
                Card.Checked(
                    Inputs.Choice(
                        Field.Within,
                        phrases["Label_Within"],
                        Value(audience.MessageWithin),
                        Ages(phrases, audience.MessageWithin)
                    ),
                    FieldError.At(error, Field.Within)
                )
            )
        );
        card.Input(
            Inputs.Line(Field.Name, phrases["Label_Name"], audience.NameContains, LongestName, phrases["Placeholder_Name"]),
            FieldError.At(error, Field.Name)
        );
        card.Fold("more", phrases["Button_MoreFilters"], HasMore(audience) || part > 0, [.. More(phrases, chosen, part)]);
        card.Turn(
            Math.Max(Lookup.Parts(chosen.Accounts.Count, MostAccounts), Lookup.Parts(chosen.Tags.Count, MostTags)),
            part,
            Verbs.BroadcastChoose,
            next => Filtered(chosen.Campaign, null) with { Part = next }
        );
    }

    private static Card Acting(Card card, ChosenAudience chosen)
    {
        var phrases = card.Phrases;
        var draft = CampaignTarget.Of(chosen.Campaign);
        card.Main(
            chosen.Campaign.Audience.TemplateOn is not null
                ? Card.Button(Verbs.TemplateList, phrases["Button_PickTemplate"], new(draft, Filters: true), true)
                : Card.Button(Verbs.BroadcastCompose, phrases["Button_Compose"], Filtered(chosen.Campaign, DraftForm.Form), inputs: true)
        );
        card.Action(Card.Button(Verbs.BroadcastChoose, phrases["Button_Filter"], Filtered(chosen.Campaign, null), inputs: true));
        if (chosen.Campaign.Audience.Retry is null)
            card.Action(
                Card.Button(Verbs.BroadcastPick, phrases["Button_Pick"], new(draft, PickForm.Open) { Filters = true }, inputs: true)
            );
        return card.More(Card.Button(Verbs.BroadcastCancel, phrases["Button_CancelDraft"], draft).Destructive());
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
            yield return Inputs.Choice(
                Field.Channel,
                phrases["Label_Channel"],
                audience.Channel?.Value,
                [("", phrases["Choice_Any"]), .. channels.Select(channel => (channel.Value, phrases.Channel(channel)))]
            );
        if (chosen.Accounts.Count > 1 || audience.Account is not null)
        {
            yield return Lookup.Choice(
                phrases,
                new(Field.Account, "Label_Account", "Choice_Any", Lookup.Of(Lookup.Accounts, chosen.Campaign.Id), MostAccounts),
                audience.Account?.ToString(),
                [.. chosen.Accounts.Select(account => Choice(phrases, account))],
                part
            );
        }

        yield return Beside(
            [Tag(phrases, chosen, Field.Without, audience.WithoutTag, part)],
            [Inputs.Choice(Field.Before, phrases["Label_Before"], Value(audience.MessageBefore), Ages(phrases, audience.MessageBefore))]
        );
        yield return Inputs.Toggle(Field.Window, phrases["Label_Window"], audience.WindowOpen);
        yield return Inputs.Toggle(Field.Unanswered, phrases["Label_Unanswered"], audience.NeverAnswered);
    }

    private static JsonObject Tag(Phrases phrases, ChosenAudience chosen, string id, string? value, int part) =>
        Lookup.Choice(
            phrases,
            new(id, id == Field.Tag ? "Label_Tag" : "Label_Without", "Choice_Any", Lookup.Of(Lookup.Tags, chosen.Campaign.Id), MostTags),
            value,
            [.. chosen.Tags.Select(Choice)],
            part
        );

    private static IEnumerable<(string, string)> Ages(Phrases phrases, TimeSpan? chosen)
    {
        var ages = Filters.Ages.Append(chosen ?? Filters.Ages[0]).Distinct().Order();
        return [("", phrases["Choice_Any"]), .. ages.Select(age => (Filters.Write(age), phrases.Say(age)))];
    }

    // Two short inputs in a row, their fields in line.
    private static JsonObject Beside(IEnumerable<JsonObject> left, IEnumerable<JsonObject> right) =>
        Columns.Of(Columns.Column(Columns.Stretch, [.. left]).AtEnd(), Columns.Column(Columns.Stretch, [.. right]).AtEnd());

    private static string? Value(TimeSpan? age) => age is { } some ? Filters.Write(some) : null;
}
