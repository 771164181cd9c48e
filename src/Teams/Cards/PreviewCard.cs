using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>群發, third step: what pressing the button will do.</summary>
internal static class PreviewCard
{
    private const int LongestFilters = 160,
        LongestReturned = 300;
    private const int MostNames = 8,
        MostNamed = 26;
    private const int MostAccounts = 6,
        MostBeyond = 4;
    private const int RoomForSamples = 1300;

    /// <param name="date">As typed, when it could not be taken.</param>
    /// <param name="time">As typed, when it could not be taken.</param>
    /// <param name="picture">Our public address of a preview image; null where there is none that Teams could show.</param>
    public static JsonObject Draw(
        Phrases phrases,
        Preview preview,
        FieldError? error = null,
        string? date = null,
        string? time = null,
        bool old = false,
        Func<string, Uri?>? picture = null
    )
    {
        var card = new Card(phrases).Title("Preview_Title");
        if (old)
            card.Warn("Old");
        if (preview.Campaign.Returned is { } returned)
            card.Text(phrases.Say("Preview_Returned", phrases.Returned(returned, LongestReturned)), color: "Attention");
        Body(card, preview, picture);
        // That there is nobody to send it to is said below, with what to do.
        if (error is { Field: not "at" } && (preview.WillReceive > 0 || error.Text != phrases["Invalid_audience.empty"]))
            card.Text(Markdown.Escape(error.Text), color: "Attention");
        var draft = CampaignTarget.Of(preview.Campaign);
        if (preview.WillReceive > 0)
        {
            if (preview.NeedsApproval)
                card.Warn("Preview_NeedsApproval");
            card.Heading("Preview_Later");
            card.Input(
                new JsonObject
                {
                    ["type"] = "Input.Date",
                    ["id"] = Field.Date,
                    ["label"] = phrases["Label_Date"],
                    ["value"] = date,
                },
                FieldError.At(error, "at")
            );
            card.Input(
                new JsonObject
                {
                    ["type"] = "Input.Time",
                    ["id"] = Field.Time,
                    ["label"] = phrases["Label_Time"],
                    ["value"] = time,
                }
            );
            card.Action(
                    Card.Button(
                        Verbs.BroadcastSend,
                        phrases.Say(preview.NeedsApproval ? "Button_AskFor" : "Button_SendTo", phrases.Count(preview.WillReceive)),
                        draft
                    )
                )
                .Action(
                    Card.Button(
                        Verbs.BroadcastSchedule,
                        phrases[preview.NeedsApproval ? "Button_AskForThen" : "Button_Schedule"],
                        new(draft),
                        inputs: true
                    )
                );
        }
        else
        {
            card.Warn("Preview_Nobody");
        }
        return card.Action(Card.Button(Verbs.BroadcastCompose, phrases["Button_Edit"], new(draft, DraftForm.Form)))
            .Action(Card.Button(Verbs.BroadcastChoose, phrases["Button_BackToChoose"], new(draft, DraftForm.Form)))
            .Action(Card.Button(Verbs.BroadcastPreview, phrases["Button_Refresh"], draft))
            .Action(Card.Button(Verbs.BroadcastCancel, phrases["Button_CancelDraft"], draft))
            .Build();
    }

    /// <summary>The same for the manager who is asked to approve it.</summary>
    /// <param name="words">As typed, when it could not be taken.</param>
    public static JsonObject Review(
        Phrases phrases,
        Review review,
        FieldError? error = null,
        string? words = null,
        bool old = false,
        Func<string, Uri?>? picture = null
    )
    {
        var campaign = review.Preview.Campaign;
        var awaiting = new ReviewForm(CampaignTarget.Of(campaign));
        var card = new Card(phrases).Title("Review_Title");
        if (old)
            card.Warn("Old");
        card.Text(
            phrases.Say("Review_By", Markdown.Escape(phrases.Name(review.Sender?.Name)), Moments.Show(campaign.DueAt ?? campaign.CreatedAt))
        );
        card.Text(phrases.Say("Review_Late", Moments.Show(campaign.ExpiresAt ?? campaign.CreatedAt)), subtle: true);
        Body(card, review.Preview, picture);
        if (error is { Field: not "words" })
            card.Text(Markdown.Escape(error.Text), color: "Attention");
        card.Input(
            Card.TextInput(
                Field.Words,
                phrases["Label_Words"],
                words,
                PromiseDesk.LongestWords,
                multiline: true,
                phrases["Placeholder_Words"]
            ),
            FieldError.At(error, Field.Words)
        );
        return card.Action(
                Card.Button(Verbs.BroadcastApprove, phrases.Say("Button_Approve", phrases.Count(review.Preview.WillReceive)), awaiting)
            )
            .Action(Card.Button(Verbs.BroadcastReturn, phrases["Button_Return"], awaiting, inputs: true))
            .Action(Card.Button(Verbs.BroadcastReview, phrases["Button_Refresh"], awaiting))
            .Build();
    }

    private static void Body(Card card, Preview preview, Func<string, Uri?>? picture)
    {
        var phrases = card.Phrases;
        if (preview.Campaign.Audience.Retry is { } retry)
            card.Text(
                phrases[retry.AlsoDoubtful ? "Preview_RetryDoubtful" : "Preview_Retry"],
                color: retry.AlsoDoubtful ? "Attention" : "Warning"
            );
        card.Facts([
            (phrases["Preview_Chosen"], phrases.Count(preview.Chosen)),
            (phrases["Preview_WillReceive"], phrases.Count(preview.WillReceive)),
            (phrases["Preview_WillNot"], phrases.Count(preview.WillNot.Sum(left => left.Count))),
            (phrases["Preview_Takes"], phrases.About(preview.Takes)),
            .. preview.Costs.Select(cost => (phrases["Preview_Cost"], Cost(phrases, preview, cost))),
        ]);
        foreach (var share in preview.ByAccount.Take(MostAccounts))
        {
            card.Hint(
                "Preview_Account",
                phrases.Channel(share.Account.Key.Channel),
                phrases.Name(share.Account.Name),
                phrases.Count(share.Recipients)
            );
            if (share.Charges is { } charges)
                Charged(card, share, charges);
            if (share.Quota is { Left: { } left, Limit: { } limit })
                card.Hint("Preview_Quota", phrases.Count(Math.Min(share.Recipients, left)), phrases.Count(left), phrases.Count(limit));
        }
        // Of every account, also of those that are not listed.
        foreach (var share in preview.ByAccount.Where(share => share.Beyond > 0).Take(MostBeyond))
            card.Text(
                phrases.Say("Preview_Short", Markdown.Escape(phrases.Name(share.Account.Name)), phrases.Count(share.Beyond)),
                color: "Attention"
            );
        if (
            Filters.Words(
                phrases,
                preview.Campaign.Audience,
                preview.ByAccount.FirstOrDefault(share => share.Account.Key == preview.Campaign.Audience.Account)?.Account.Name
            ) is
            { } filters
        )
            card.Hint("Preview_Filters", Markdown.Clip(filters, LongestFilters));
        var names = Math.Clamp(MostNamed / Math.Max(1, preview.WillNot.Count), 2, MostNames);
        foreach (var left in preview.WillNot)
        {
            card.Text(phrases.Say("Preview_Reason", phrases.Of(left.Reason), phrases.Count(left.Count)), color: "Warning");
            if (left.Names.Count > 0)
                card.Hint(HasMore(left) ? "Choose_NamesAndMore" : "Choose_Names", phrases.Names(left.Names.Take(names)));
        }
        if (preview.WillNot.FirstOrDefault(HasMore) is { } some)
            card.Row(
                phrases["Preview_AllNames"],
                Card.Button(Verbs.BroadcastLeft, phrases["Button_AllNames"], new(preview.Campaign.Id, some.Reason))
            );
        foreach (var objection in preview.Objections)
            card.Hint("Preview_Objection", phrases.Channel(objection.Channel), objection.Message + 1, phrases.Why(objection));
        var room = RoomForSamples / Math.Max(1, preview.Sample.Count * (preview.Others.Count + 1));
        if (preview.Sample.Count > 0)
            card.Heading("Preview_Sample", phrases.Name(preview.SampleName));
        foreach (var message in preview.Sample)
            Show(card, message, room, picture);
        foreach (var other in preview.Others)
        {
            card.Heading("Preview_SampleOn", phrases.Name(other.Name), phrases.Channel(other.Channel));
            // Pictures were seen above.
            foreach (var message in other.Messages)
                Show(card, message, room, null);
        }

        bool HasMore(SkippedGroup left) => left.Count > Math.Min(left.Names.Count, names);
    }

    private static string Cost(Phrases phrases, Preview preview, Price cost)
    {
        var more = preview.More(cost.Currency);
        var amount = phrases.Amount(cost.Amount) + (more > 0 ? $"–{phrases.Amount(cost.Amount + more)}" : "");
        return phrases.Say(preview.CostsAreOpen ? "Preview_CostAtLeast" : "Preview_CostAll", amount, cost.Currency);
    }

    private static void Charged(Card card, AccountShare share, Charges charges)
    {
        if (charges.FreeLeft is { } left)
            card.Hint(
                "Preview_Service",
                card.Phrases.Count(left),
                card.Phrases.Count(Rates.FreeInMonth),
                card.Phrases.Count(charges.Charged)
            );
        if (charges.UnknownMarket > 0 && share.Cost is not null)
            card.Hint("Preview_UnknownMarket", card.Phrases.Count(charges.UnknownMarket));
    }

    private static void Show(Card card, OutboundMessage message, int room, Func<string, Uri?>? picture)
    {
        switch (message)
        {
            case OutboundMessage.Text text:
                card.Quote(Markdown.Clip(text.Words, room));
                break;
            case OutboundMessage.Template template:
                TemplateCards.Show(card, template, room, picture);
                break;
            case OutboundMessage.Media media:
                if (media.PreviewId is { } id && picture?.Invoke(id) is { } url)
                    card.Picture(url, media.FileName);
                card.Text(MessageSlots.Line(card.Phrases, media));
                if (media.Caption is { } caption)
                    card.Quote(Markdown.Clip(caption, room)).Hint("Preview_Captioned");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(message), message.GetType().Name);
        }
    }
}
