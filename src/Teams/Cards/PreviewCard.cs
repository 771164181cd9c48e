using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>群發, third step: what pressing the button will do.</summary>
internal static class PreviewCard
{
    private const int LongestReturned = 300;
    private const string Later = "later";

    /// <summary>The field that errors of date and time are for.</summary>
    private const string At = "at";

    /// <param name="typed">As typed, when it could not be taken.</param>
    /// <param name="picture">Our public address of a preview image; null where there is none that Teams could show.</param>
    public static JsonObject Draw(
        Phrases phrases,
        Preview preview,
        Remark remark = default,
        ScheduleForm? typed = null,
        Func<string, Uri?>? picture = null
    ) => Card.Fit(brief => Draw(phrases, new(preview, picture, brief), remark, typed));

    private static JsonObject Draw(Phrases phrases, PreviewBody body, Remark remark, ScheduleForm? typed)
    {
        var preview = body.Preview;
        var card = new Card(phrases).Title(phrases.Say("Step", 3, 3), Meaning.Informative, "Preview_Title");
        if (remark.Old)
            card.Warn("Old");
        if (preview.Campaign.Returned is { } returned)
            card.Text(phrases.Say("Preview_Returned", phrases.Returned(returned, LongestReturned)), color: "Attention");
        if (typed?.Proposed is not null)
            card.Text(phrases["Draft_Unscheduled"], color: "Warning");
        body.Draw(card);
        // That there is nobody to send it to is said below, with what to do.
        if (remark.Error is { Field: not At, Text: var wrong } && (preview.WillReceive > 0 || wrong != phrases["Invalid_audience.empty"]))
            card.Text(Markdown.Escape(wrong), color: "Attention");
        var draft = CampaignTarget.Of(preview.Campaign);
        if (preview.WillReceive > 0)
            Send(card, preview, remark, typed);
        else
            card.Warn("Preview_Nobody");
        if (preview.Removals.Count > 0)
            card.Add(Removal(phrases, preview.Removals[0], draft, typed?.Proposed));
        return card.Action(Card.Button(Verbs.BroadcastCompose, phrases["Button_Edit"], new(draft, DraftForm.Form)))
            .Action(Card.Button(Verbs.BroadcastChoose, phrases["Button_BackToChoose"], new(draft, DraftForm.Form)))
            .More(Card.Button(Verbs.BroadcastTimed, phrases["Button_Refresh"], new(draft) { Proposed = typed?.Proposed }, inputs: true))
            .More(PreviewBody.Receivers(phrases, preview))
            .More(Card.Button(Verbs.BroadcastCancel, phrases["Button_CancelDraft"], draft).Destructive())
            .Build();
    }

    /// <summary>The same for the manager who is asked to approve it.</summary>
    /// <param name="words">As typed, when it could not be taken.</param>
    public static JsonObject Review(
        Phrases phrases,
        Review review,
        Remark remark = default,
        string? words = null,
        Func<string, Uri?>? picture = null
    ) => Card.Fit(brief => Review(phrases, review, new(review.Preview, picture, brief), remark, words));

    private static JsonObject Review(Phrases phrases, Review review, PreviewBody body, Remark remark, string? words)
    {
        var campaign = review.Preview.Campaign;
        var awaiting = new ReviewForm(CampaignTarget.Of(campaign));
        var card = new Card(phrases).Title(phrases["Badge_Awaiting"], Meaning.Warning, "Review_Title");
        if (remark.Old)
            card.Warn("Old");
        card.Text(
            phrases.Say("Review_By", Markdown.Escape(phrases.Name(review.Sender?.Name)), Moments.Show(campaign.DueAt ?? campaign.CreatedAt))
        );
        card.Text(phrases.Say("Review_Late", Moments.Show(campaign.ExpiresAt ?? campaign.CreatedAt)), subtle: true);
        body.Draw(card);
        if (remark.Error is { Field: not Field.Words, Text: var wrong })
            card.Text(Markdown.Escape(wrong), color: "Attention");
        card.Input(
            Inputs.Lines(Field.Words, phrases["Label_Words"], words, PromiseDesk.LongestWords, phrases["Placeholder_Words"]),
            remark.At(Field.Words)
        );
        return card.Main(
                Card.Button(
                    Verbs.BroadcastApprove,
                    phrases.Say("Button_Approve", phrases.Count(review.Preview.WillReceive)),
                    awaiting,
                    inputs: true
                )
            )
            .Action(Card.Button(Verbs.BroadcastReturn, phrases["Button_Return"], awaiting, inputs: true))
            .More(Card.Button(Verbs.BroadcastReview, phrases["Button_Refresh"], awaiting, inputs: true))
            .More(PreviewBody.Receivers(phrases, review.Preview))
            .Build();
    }

    // The message whose removal lets most others be reached.
    private static JsonObject Removal(Phrases phrases, Removal best, CampaignTarget draft, string? proposed) =>
        Buttons.Row(
            Card.Button(
                Verbs.BroadcastRemove,
                phrases.Say("Button_RemoveMessage", phrases.Count(best.Message + 1), phrases.Count(best.More)),
                new(draft, best.Message) { Proposed = proposed },
                inputs: true
            )
        );

    // Beside a time that is proposed it says that it is not for then.
    private static string Key(Preview preview, ScheduleForm draft) =>
        !preview.NeedsApproval ? "Button_SendTo"
        : draft.Proposed is null ? "Button_AskFor"
        : "Button_AskForNow";

    // Now by the main button; later, behind a fold with its own. Where a time is proposed, most want it for then: now is the other way.
    private static void Send(Card card, Preview preview, Remark remark, ScheduleForm? typed)
    {
        var phrases = card.Phrases;
        var draft = new ScheduleForm(CampaignTarget.Of(preview.Campaign)) { Proposed = typed?.Proposed };
        if (preview.NeedsApproval)
            card.Text(phrases["Preview_NeedsApproval"], color: "Warning");
        var then = Card.Button(
            Verbs.BroadcastSchedule,
            phrases[preview.NeedsApproval ? "Button_AskForThen" : "Button_Schedule"],
            draft,
            inputs: true
        );
        var now = Card.Button(
            Verbs.BroadcastSend,
            phrases.Say(Key(preview, draft), phrases.Count(preview.WillReceive)),
            draft,
            inputs: true
        );
        var proposed = draft.Proposed is not null;
        card.Fold(
            Later,
            phrases["Preview_Later"],
            remark.At(At) is not null || typed is not null,
            [.. Card.Checked(When(phrases, typed), remark.At(At)), Buttons.Row(proposed ? then.Main() : then)]
        );
        _ = proposed ? card.Action(now) : card.Main(now);
    }

    private static JsonObject When(Phrases phrases, ScheduleForm? typed) =>
        Columns.Of(
            Columns.Column(Columns.Stretch, Inputs.Date(Field.Date, phrases["Label_Date"], Moments.Date(typed?.Date))),
            Columns.Column(Columns.Stretch, Inputs.Time(Field.Time, phrases["Label_Time"], Moments.Time(typed?.Time)))
        );
}
