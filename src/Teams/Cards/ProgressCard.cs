using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>A broadcast after the button: how far it is, and in the end what became of it.</summary>
internal static class ProgressCard
{
    /// <summary>Recipients in trouble that a card names; the rest is behind its button.</summary>
    public const int MostTroubled = 10;

    private const int MostHolds = 5;
    private const int LongestSample = 120;

    /// <summary>More in trouble than these are behind a line.</summary>
    private const int MostOpen = 3;

    /// <param name="troubled">Some of the refused, unknown and expired.</param>
    public static JsonObject Draw(Phrases phrases, Progress progress, IReadOnlyList<Delivery> troubled, Onlooker? looks = null)
    {
        var (campaign, tally, by) = (progress.Campaign, progress.Tally, looks ?? new());
        var starting = campaign is { State: CampaignState.Scheduled, DueAt: { } at } && at <= by.Now;
        var card = new Card(phrases).Title(
            phrases
                .Say(starting ? "Progress_Starting" : $"Progress_{campaign.State}", tally.HasTrouble ? phrases["Mark_Trouble"] : "")
                .Trim(),
            Means(campaign.State, tally),
            "Progress_Title"
        );
        if (by.Old)
            card.Warn("Old");
        if (campaign.State == CampaignState.Cancelled && Stopped(phrases, progress) is { } stopped)
            card.Text(stopped);
        Content(card, campaign);
        Ahead(card, progress, starting);
        ProgressNumbers.Draw(card, progress);
        Details(card, progress);
        Holds(card, progress);
        Troubled(card, progress, troubled);
        if (progress.Ended && by.Mine && tally.Refused > 0 && progress.Missed == 0)
            card.Hint("Progress_NoRetry");
        Relatives(card, progress);
        return Buttons(card, progress, by).Metadata(Metadata(campaign, tally)).Build();
    }

    /// <summary>The word by which the card's metadata names a state.</summary>
    public static string Word(CampaignState state) =>
        state switch
        {
            CampaignState.Draft => "draft",
            CampaignState.Awaiting => "awaiting",
            CampaignState.Scheduled => "scheduled",
            CampaignState.Launching or CampaignState.Sending => "sending",
            CampaignState.Paused => "paused",
            CampaignState.Done => "done",
            _ => "cancelled",
        };

    internal static Meaning Means(CampaignState state, Tally tally) =>
        state switch
        {
            CampaignState.Done => tally.HasTrouble ? Meaning.Warning : Meaning.Good,
            CampaignState.Awaiting or CampaignState.Paused => Meaning.Warning,
            CampaignState.Scheduled or CampaignState.Launching or CampaignState.Sending => Meaning.Informative,
            _ => Meaning.None,
        };

    internal static bool HasEnded(Campaign campaign) => campaign.State is CampaignState.Done or CampaignState.Cancelled;

    private static void Content(Card card, Campaign campaign)
    {
        var phrases = card.Phrases;
        if (campaign.Origin is not null)
            card.Hint("Progress_Retry");
        if (campaign.Content.Messages.OfType<OutboundMessage.Text>().FirstOrDefault() is { } first)
            card.Hint(
                "Progress_Content",
                Markdown.Clip(phrases.Readable(first.Words.ReplaceLineEndings(" ")), LongestSample),
                phrases.Count(campaign.Content.Messages.Count)
            );
    }

    // What it is a retry of, and what became of its own.
    private static void Relatives(Card card, Progress progress)
    {
        List<JsonObject> buttons = [];
        if (progress.Campaign.Origin is { } origin)
            buttons.Add(Card.Button(Verbs.RecordsOpen, card.Phrases["Button_Origin"], new(origin)));
        if (progress.Retries.Count > 0)
            buttons.Add(Card.Button(Verbs.RecordsOpen, card.Phrases["Button_LastRetry"], new(progress.Retries[0])));
        if (buttons.Count > 0)
            card.Add(Parts.Buttons.Row([.. buttons]));
    }

    // What cancelling has done; of a draft there is nothing to say.
    private static string? Stopped(Phrases phrases, Progress progress) =>
        progress.Tally is { Chosen: > 0 } tally
            ? phrases.Say("Cancelled_Stopped", phrases.Count(tally.Accepted), phrases.Count(tally.Cancelled))
        : progress.Campaign.Promised is { } promised ? phrases.Say("Cancelled_Never", phrases.Count(promised))
        : null;

    // When, to how many, and by whose word.
    private static void Ahead(Card card, Progress progress, bool starting)
    {
        var (phrases, campaign) = (card.Phrases, progress.Campaign);
        var ahead = campaign.State is CampaignState.Scheduled or CampaignState.Awaiting;
        if (ahead && campaign.Promised is { } promised)
            card.Add(Figures.Large(new(phrases.Count(promised), phrases.Say("Progress_ToReceive", phrases.Count(promised)))));
        if (ahead && !starting && campaign.DueAt is { } due)
            card.Text(phrases.Say("Progress_Due", Moments.Show(due)));
        if (campaign is { State: CampaignState.Awaiting, ExpiresAt: { } late })
            card.Text(phrases.Say("Progress_AwaitingHint", Moments.Show(late)), color: "Warning");
        if (campaign.WindowReason is { } reason)
            card.Text(card.Sentence("Progress_Anyway", reason), subtle: true);
        if (progress.Approver is { } approver)
            card.Text(
                campaign.ApprovedAt is { } approved
                    ? phrases.Say("Progress_ApproverAt", Markdown.Escape(approver), Moments.Show(approved))
                    : card.Sentence("Progress_Approver", approver),
                subtle: true
            );
    }

    // Why some were left out, and what came otherwise than the preview said.
    private static void Details(Card card, Progress progress)
    {
        var phrases = card.Phrases;
        List<JsonObject> items =
        [
            .. progress
                .Skipped.OrderBy(skipped => skipped.Key)
                .Select(skipped =>
                    TextBlocks.Small(card.Sentence("Progress_Skipped", phrases.Of(skipped.Key), phrases.Count(skipped.Value)))
                ),
            .. progress.Changed.Select(change =>
                TextBlocks.Small(
                    card.Sentence("Progress_Changed", phrases.Of(change.Reason), phrases.Count(change.Told), phrases.Count(change.Happened))
                )
            ),
        ];
        if (items.Count > 0)
            // While it is drawn anew every few seconds, what somebody unfolds would fold again.
            card.Fold("skipped", phrases["Progress_Why"], open: !HasEnded(progress.Campaign), [.. items]);
    }

    private static void Holds(Card card, Progress progress)
    {
        var phrases = card.Phrases;
        if (HasEnded(progress.Campaign))
            return;
        if (progress.Campaign is { Waits: { } status, ExpiresAt: { } until })
            card.Text(phrases.Say("Progress_Waits", phrases.TemplateStatus(status), Moments.Show(until)), color: "Warning");
        if (progress.Reopens is { } opening)
            card.Text(
                progress.Campaign.ExpiresAt <= opening
                    ? phrases["Progress_ShutTooLong"]
                    : phrases.Say("Progress_Shut", Moments.Show(opening)),
                color: "Warning"
            );
        foreach (var hold in progress.Holds.Take(MostHolds))
            card.Text(
                phrases.Say($"Hold_{hold.Reason}", Markdown.Escape(phrases.Channel(hold.Account.Channel)), Moments.Show(hold.Until)),
                color: "Warning"
            );
    }

    private static void Troubled(Card card, Progress progress, IReadOnlyList<Delivery> troubled)
    {
        if (troubled.Count == 0)
            return;
        var tally = progress.Tally;
        var open = troubled.Count <= MostOpen || !HasEnded(progress.Campaign);
        var rows = new DeliveryRows(card.Phrases, progress.Campaign.Content.Messages.Count, troubled);
        card.Add(
            Folds.Line(
                card.Sentence("Progress_Troubled", card.Phrases.Count(tally.Refused + tally.Unknown + tally.Expired)),
                Meaning.Attention,
                open,
                "troubled"
            ),
            Folds.Inside("troubled", open, [.. troubled.Take(MostTroubled).SelectMany(delivery => rows.Lines(delivery))])
        );
    }

    private static Card Buttons(Card card, Progress progress, Onlooker by)
    {
        var (phrases, campaign) = (card.Phrases, progress.Campaign);
        var target = CampaignTarget.Of(campaign);
        if (campaign.State is CampaignState.Launching or CampaignState.Sending)
            card.Action(Card.Button(Verbs.BroadcastPause, phrases["Button_Pause"], target));
        if (campaign.State == CampaignState.Paused)
            card.Main(Card.Button(Verbs.BroadcastResume, phrases["Button_Resume"], target));
        if (campaign.State == CampaignState.Awaiting && by.Approves)
            card.Main(Card.Button(Verbs.BroadcastReview, phrases["Button_Review"], new(target)));
        if (campaign.State == CampaignState.Awaiting && by.Mine)
            card.Action(Card.Button(Verbs.BroadcastWithdraw, phrases["Button_Withdraw"], target));
        if (campaign.State == CampaignState.Scheduled && by.Mine)
            card.Action(Card.Button(Verbs.BroadcastRetime, phrases["Button_Retime"], target))
                .Action(Card.Button(Verbs.BroadcastRevise, phrases["Button_Revise"], target));
        if (progress.Ended && by.Mine)
            Again(card, progress);
        if (progress.Tally.Chosen > 0)
            card.Action(Card.Button(Verbs.RecordsRecipients, phrases["Button_Recipients"], new(campaign.Id)));
        if (!HasEnded(campaign) && campaign.State != CampaignState.Draft)
            card.Action(Card.Button(Verbs.BroadcastAskCancel, phrases["Button_Cancel"], target).Destructive());
        if (campaign.State != CampaignState.Draft)
            card.More(Card.Button(Verbs.RecordsCopy, phrases["Button_Copy"], new(campaign.Id)));
        return card.More(Card.Button(Verbs.RecordsPage, phrases["Menu_Records"]));
    }

    private static void Again(Card card, Progress progress)
    {
        var (phrases, tally) = (card.Phrases, progress.Tally);
        if (progress.Missed > 0)
            card.Main(
                Card.Button(Verbs.RecordsRetry, phrases.Say("Button_Retry", phrases.Count(progress.Missed)), new(progress.Campaign.Id))
            );
        if (tally.Unknown > 0 && !progress.Campaign.Forgotten)
            card.More(Card.Button(Verbs.RecordsRetry, phrases["Button_RetryDoubtful"], new(progress.Campaign.Id, Doubtful: true)));
    }

    // Read by tools that follow a broadcast; Teams shows nothing of it.
    private static JsonObject Metadata(Campaign campaign, Tally tally) =>
        new()
        {
            ["campaign"] = campaign.Id,
            ["state"] = Word(campaign.State),
            ["chosen"] = tally.Chosen,
            ["accepted"] = tally.Accepted,
            ["skipped"] = tally.Skipped,
            ["refused"] = tally.Refused,
            ["unknown"] = tally.Unknown,
            ["cancelled"] = tally.Cancelled,
            ["expired"] = tally.Expired,
            ["waiting"] = tally.Waiting,
            ["delivered"] = tally.Delivered,
            ["read"] = tally.Read,
        };
}
