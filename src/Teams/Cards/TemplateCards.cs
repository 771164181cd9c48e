using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>群發訊息範本: picking a template, filling it in, and how it will look.</summary>
internal static class TemplateCards
{
    private const int MostScopes = 10,
        LongestName = 60,
        LongestSample = 120;

    /// <summary>Those chosen belong to several business accounts.</summary>
    public static JsonObject Conflict(Phrases phrases, ChosenAudience chosen)
    {
        var card = new Card(phrases).Title("Choose_TemplateTitle").Warn("Template_Conflict").Hint("Template_Split");
        var draft = CampaignTarget.Of(chosen.Campaign);
        foreach (var share in chosen.Scopes.Take(MostScopes))
        {
            var accounts = Markdown.Clip(string.Join(phrases["List_Comma"], share.Accounts), LongestName);
            card.Row(
                Markdown.Escape(phrases.Say("Template_Scope", accounts, share.Scope, phrases.Count(share.Customers))),
                Card.Button(
                    Verbs.TemplateSplit,
                    phrases.Say("Button_Split", Markdown.Clip(accounts, LongestName / 2)),
                    new(draft, share.Scope)
                )
            );
        }

        return Ways(card, phrases, chosen.Campaign).Build();
    }

    public static JsonObject List(Phrases phrases, TemplateOffer.Page page)
    {
        var card = new Card(phrases).Title("Template_ListTitle").Say("Template_Count", phrases.Count(page.Total));
        if (page.Total == 0)
            card.Hint("Template_None");
        var draft = CampaignTarget.Of(page.Draft);
        foreach (var template in page.Templates)
        {
            var about = phrases.Say(
                "Template_About",
                Markdown.Escape(Markdown.Clip(template.Name, LongestName)),
                Markdown.Escape(template.Language),
                Category(phrases, template)
            );
            card.Row(
                $"{about}\n\n{Markdown.Escape(Markdown.Clip(template.Body, LongestSample))}",
                Card.Button(Verbs.TemplatePick, phrases["Button_UseTemplate"], new(draft, template.Name, template.Language))
            );
        }

        if (page.Skip > 0)
            card.Action(
                Card.Button(Verbs.TemplateList, phrases["Button_Previous"], new(draft, Math.Max(0, page.Skip - TemplateOffer.PageSize)))
            );
        if (page.Skip + page.Templates.Count < page.Total)
            card.Action(Card.Button(Verbs.TemplateList, phrases["Button_Next"], new(draft, page.Skip + TemplateOffer.PageSize)));
        return Ways(card, phrases, page.Draft).Build();
    }

    /// <param name="typed">What stands in a field, by its id.</param>
    /// <param name="mediaId">The media chosen.</param>
    /// <param name="note">What has just been done; escaped already.</param>
    public static JsonObject Form(
        Phrases phrases,
        TemplateForm form,
        Func<string, string?> typed,
        string? mediaId,
        FieldError? error = null,
        string? note = null
    )
    {
        var template = form.Template;
        var card = new Card(phrases).Title("Template_FormTitle", Markdown.Clip(template.Name, LongestName), template.Language);
        if (note is not null)
            card.Text(note);
        if (template.Header is { Kind: null, Text: var header })
            card.Text(Markdown.Escape(header), bold: true);
        else if (template.Header is { Kind: { } kind })
            card.Text(phrases.Say("Template_HeaderMedia", phrases[$"MediaKind_{kind}"]), bold: true);
        card.Quote(template.Body);
        if (template.Footer is { } footer)
            card.Text(Markdown.Escape(footer), subtle: true);
        foreach (var button in template.Buttons)
            card.Add(MessageBubble.Button(button.Url is null ? button.Text : $"{button.Text} {button.Url}"));

        var fields = MessageTemplate.Fields(template);
        if (fields.Count > 0)
            card.Hint("Template_Hint");
        foreach (var field in fields)
        {
            var wrong = FieldError.At(error, field.Id);
            if (field.Media is null)
                card.Input(Card.TextInput(field.Id, Label(phrases, template, field), typed(field.Id), Longest(field.Place)), wrong);
            else
                Media(card, form, mediaId, wrong);
        }

        if (error is not null && fields.All(field => field.Id != error.Field))
            card.Text(Markdown.Escape(error.Text), color: "Attention");
        var draft = CampaignTarget.Of(form.Draft);
        card.Action(Card.Button(Verbs.TemplateFill, phrases["Button_Preview"], new(draft), inputs: true))
            .Action(Card.Button(Verbs.TemplateList, phrases["Button_OtherTemplate"], new(draft)));
        return Ways(card, phrases, form.Draft).Build();
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
        card.Input(Card.Choice(Field.Media, phrases["Label_TemplateMedia"], fits?.MediaId, choices), wrong).Hint("Template_Attach");
    }

    private static Card Ways(Card card, Phrases phrases, Campaign draft) =>
        card.Action(Card.Button(Verbs.BroadcastChoose, phrases["Button_BackToChoose"], new(CampaignTarget.Of(draft), DraftForm.Form)))
            .Action(Card.Button(Verbs.BroadcastCancel, phrases["Button_CancelDraft"], CampaignTarget.Of(draft)));

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

    private static string Category(Phrases phrases, MessageTemplate template) =>
        phrases.Has($"TemplateCategory_{template.Category}")
            ? phrases[$"TemplateCategory_{template.Category}"]
            : Markdown.Escape(template.Category);
}
