using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>群發訊息範本: picking a template, filling it in, and how it will look.</summary>
internal static class TemplateCards
{
    private const int MostScopes = 10,
        LongestName = 60,
        LongestSample = 120,
        BriefName = 10,
        BriefSample = 50;

    /// <summary>Those chosen belong to several business accounts.</summary>
    public static JsonObject Conflict(Phrases phrases, ChosenAudience chosen)
    {
        var card = new Card(phrases)
            .Title(phrases.Say("Step", 1, 3), Meaning.Informative, "Choose_TemplateTitle")
            .Warn("Template_Conflict")
            .Hint("Template_Split");
        var draft = CampaignTarget.Of(chosen.Campaign);
        foreach (var share in chosen.Scopes.Take(MostScopes))
        {
            var accounts = Markdown.Clip(string.Join(phrases["List_Comma"], share.Accounts), LongestName);
            card.Row(
                [
                    Columns.Headed(
                        TextBlocks.Strong(Markdown.Escape(accounts)),
                        Badges.State(phrases.Say("Template_ScopeCount", phrases.Count(share.Customers)), Meaning.None)
                    ),
                    TextBlocks.Small(card.Sentence("Template_ScopeAccount", share.Scope)).Close(),
                ],
                Card.Button(
                        Verbs.TemplateSplit,
                        phrases.Say("Button_Split", Markdown.Clip(accounts, LongestName / 2)),
                        new(draft, share.Scope)
                    )
                    .Of(share.Scope)
            );
        }

        return Ways(card, chosen.Campaign).Build();
    }

    public static JsonObject List(Phrases phrases, TemplateOffer.Page page) => Card.Fit(brief => List(phrases, page, brief));

    private static JsonObject List(Phrases phrases, TemplateOffer.Page page, bool brief)
    {
        var card = Begin(phrases, "Template_ListTitle");
        if (page.Total == 0)
            card.Say("Template_None");
        else
            card.Hint("Template_Count", phrases.Count(page.Total));
        var draft = CampaignTarget.Of(page.Draft);
        foreach (var template in page.Templates)
            card.Row(
                Parts(phrases, template, brief ? BriefSample : LongestSample),
                Card.Button(Verbs.TemplatePick, phrases["Button_UseTemplate"], new(draft, template.Name, template.Language))
                    .Of(Markdown.Clip(template.Name, brief ? BriefName : LongestName))
            );
        if (page.Skip > 0)
            card.Action(
                Card.Button(Verbs.TemplateList, phrases["Button_Previous"], new(draft, Math.Max(0, page.Skip - TemplateOffer.PageSize)))
            );
        if (page.Skip + page.Templates.Count < page.Total)
            card.Action(Card.Button(Verbs.TemplateList, phrases["Button_Next"], new(draft, page.Skip + TemplateOffer.PageSize)));
        return Ways(card, page.Draft).Build();
    }

    /// <param name="typed">What stands in a field, by its id.</param>
    /// <param name="mediaId">The media chosen.</param>
    public static JsonObject Form(Phrases phrases, TemplateForm form, Func<string, string?> typed, string? mediaId, Remark remark = default)
    {
        var template = form.Template;
        var card = Begin(phrases, "Template_FillTitle");
        if (remark.Old)
            card.Warn("Template_Old");
        if (remark.Note is not null)
            card.Text(remark.Note);
        card.Text(card.Sentence("Template_Sample", Markdown.Clip(template.Name, LongestName), template.Language), bold: true)
            .Add(Sample(phrases, template));
        var fields = MessageTemplate.Fields(template);
        if (fields.Count > 0)
            card.Hint("Template_Hint");
        foreach (var field in fields)
            if (field.Media is null)
                card.Input(
                    Inputs.Line(field.Id, Label(phrases, template, field), typed(field.Id), Longest(field.Place)),
                    remark.At(field.Id)
                );
            else
                Media(card, form, mediaId, remark.At(field.Id));
        if (remark.Error is { } error && fields.All(field => field.Id != error.Field))
            card.Text(Markdown.Escape(error.Text), color: "Attention");
        var draft = CampaignTarget.Of(form.Draft);
        List<(string, string?)> written =
        [
            .. fields.Where(field => field.Media is null).Select(field => (field.Id, remark == default ? typed(field.Id) : null)),
        ];
        card.Main(
                Card.Button(
                    Verbs.TemplateFill,
                    phrases["Button_Preview"],
                    new(draft) { Of = (template.Name, template.Language) },
                    inputs: true
                )
            )
            .Action(Card.Button(Verbs.TemplateList, phrases["Button_OtherTemplate"], new(draft)).Leaving(written));
        return Ways(card, form.Draft, written).Build();
    }

    private static Card Begin(Phrases phrases, string title) =>
        new Card(phrases).Title(phrases.Say("Step", 2, 3), Meaning.Informative, title);

    private static JsonObject[] Parts(Phrases phrases, MessageTemplate template, int longest) =>
        [
            Columns.Headed(
                TextBlocks.Strong(Markdown.Escape(Markdown.Clip(template.Name, LongestName))),
                Badges.State(Category(phrases, template), Meaning.None)
            ),
            TextBlocks.Small(Markdown.Escape(template.Language)).Close(),
            TextBlocks.Body(Markdown.Escape(Markdown.Clip(phrases.Readable(template.Body), longest))).Close(),
        ];

    // As the customer would see it, but for what is filled in.
    private static IEnumerable<JsonObject> Sample(Phrases phrases, MessageTemplate template)
    {
        List<JsonObject> items = [];
        if (template.Header is { Kind: null, Text: var header })
            items.Add(TextBlocks.Strong(Markdown.Escape(phrases.Readable(header))));
        else if (template.Header is { Kind: { } kind })
            items.Add(TextBlocks.Small(phrases.Say("Template_HeaderMedia", phrases[$"MediaKind_{kind}"])));
        items.Add(TextBlocks.Body(Markdown.Escape(phrases.Readable(template.Body))));
        if (template.Footer is { } footer)
            items.Add(TextBlocks.Small(Markdown.Escape(footer)));
        yield return Bubbles.Sample([.. items]);
        foreach (var button in template.Buttons)
            yield return MessageBubble.Button(button.Url is null ? button.Text : $"{button.Text} {phrases.Readable(button.Url)}");
    }

    private static void Media(Card card, TemplateForm form, string? mediaId, string? wrong)
    {
        var phrases = card.Phrases;
        if (form.Media.Count == 0)
        {
            card.Text(Markdown.Escape(wrong ?? phrases["Template_AttachFirst"]), color: wrong is null ? "Warning" : "Attention");
            return;
        }

        var fits = form.Media.FirstOrDefault(media => media.MediaId == mediaId)
            ?? form.Media.FirstOrDefault(media => media.Kind == form.Template.Header!.Kind);
        var choices = form.Media.Select(media =>
            (media.MediaId, $"{phrases[$"MediaKind_{media.Kind}"]} {Markdown.Clip(media.FileName, LongestName / 2)}")
        );
        card.Input(Inputs.Choice(Field.Media, phrases["Label_TemplateMedia"], fits?.MediaId, choices), wrong).Hint("Template_Attach");
    }

    private static Card Ways(Card card, Campaign draft, params IReadOnlyCollection<(string, string?)> written)
    {
        var back = Card.Button(Verbs.BroadcastChoose, card.Phrases["Button_BackToChoose"], new(CampaignTarget.Of(draft), DraftForm.Form));
        return card.Action(written.Count > 0 ? back.Leaving(written) : back)
            .More(Card.Button(Verbs.BroadcastCancel, card.Phrases["Button_CancelDraft"], CampaignTarget.Of(draft)).Destructive());
    }

    private static string Label(Phrases phrases, MessageTemplate template, TemplateField field) =>
        field.Place switch
        {
            TemplatePlace.Header => phrases.Say("Label_TemplateHeader", field.Variable),
            TemplatePlace.Body => phrases.Say("Label_TemplateBody", field.Variable),
            _ => phrases.Say(
                "Label_TemplateLink",
                template.Buttons[int.Parse(field.Variable!, System.Globalization.CultureInfo.InvariantCulture)].Text
            ),
        };

    private static int Longest(TemplatePlace place) =>
        place switch
        {
            TemplatePlace.Header => TemplateFilling.LongestHeader * 2,
            TemplatePlace.Body => TemplateFilling.LongestBody * 2,
            _ => TemplateFilling.LongestUrl,
        };

    // As it is to be read.
    private static string Category(Phrases phrases, MessageTemplate template) =>
        phrases.Has($"TemplateCategory_{template.Category}") ? phrases[$"TemplateCategory_{template.Category}"] : template.Category;
}
