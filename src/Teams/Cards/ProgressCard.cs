using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>A broadcast after the button: how far it is, and in the end what became of it.</summary>
internal static class ProgressCard
{
    /// <summary>Recipients in trouble that a card names; the rest is behind its button.</summary>
    public const int MostTroubled = 10;

    private const int MostHolds = 5;
    private const int LongestSample = 120;
    private const int LongestReason = 100;
    private const int BarLength = 20;

    /// <param name="troubled">Some of the refused, unknown and expired.</param>
    /// <param name="mine">Shown to its sender.</param>
    /// <param name="approves">Shown to a manager who may approve it.</param>
    /// <param name="now">To tell what is due already, and only waits to be picked up, from what was put off.</param>
    public static JsonObject Draw(
        Phrases phrases,
        Progress progress,
        IReadOnlyList<Delivery> troubled,
        bool old = false,
        bool mine = true,
        bool approves = false,
        DateTimeOffset? now = null
    )
    {
        var (campaign, tally) = (progress.Campaign, progress.Tally);
        var starting = campaign is { State: CampaignState.Scheduled, DueAt: { } at } && at <= now;
        var card = new Card(phrases).Title(
            starting ? "Progress_Starting" : $"Progress_{campaign.State}",
            tally.HasTrouble ? phrases["Mark_Trouble"] : ""
        );
        if (old)
            card.Warn("Old");
        if (campaign.Origin is not null)
            card.Hint("Progress_Retry");
        if (campaign.Content.Messages.OfType<OutboundMessage.Text>().FirstOrDefault() is { } first)
            card.Hint(
                "Progress_Content",
                Markdown.Clip(first.Words.ReplaceLineEndings(" "), LongestSample),
                phrases.Count(campaign.Content.Messages.Count)
            );
        var ahead = campaign.State is CampaignState.Scheduled or CampaignState.Awaiting;
        if (ahead && !starting && campaign.DueAt is { } due)
            card.Text(phrases.Say("Progress_Due", Moments.Show(due)));
        if (ahead && campaign.Promised is { } promised)
            card.Say("Progress_Promised", phrases.Count(promised));
        if (campaign is { State: CampaignState.Awaiting, ExpiresAt: { } late })
            card.Text(phrases.Say("Progress_AwaitingHint", Moments.Show(late)), color: "Warning");
        if (progress.Approver is { } approver)
            card.Hint("Progress_Approver", approver);

        var ended = campaign.State is CampaignState.Done or CampaignState.Cancelled;
        if (tally.Chosen > 0)
        {
            if (!ended)
                card.Text(Bar(phrases, tally));
            card.Facts(
                Numbers(tally)
                    .Where(number => number.Always || number.Count > 0)
                    .Select(number => (phrases[number.Key], phrases.Count(number.Count)))
            );
        }
        else if (campaign.State == CampaignState.Done)
        {
            card.Say("Progress_Nobody");
        }
        if (campaign.State == CampaignState.Done && campaign.Promised is { } expected && expected != tally.Chosen - tally.Skipped)
            card.Hint("Progress_Differs", phrases.Count(expected), phrases.Count(tally.Chosen - tally.Skipped));
        if (progress.Cost is { } cost)
        {
            card.Text(
                cost.Cost is { } price
                    ? phrases.Say("Progress_Cost", phrases.Amount(price.Amount), price.Currency, phrases.Count(cost.Charged))
                    : phrases.Say("Progress_Charged", phrases.Count(cost.Charged))
            );
            if (cost.Cost is not null && cost.Unknown > 0)
                card.Hint("Progress_CostUnknown", phrases.Count(cost.Unknown));
        }

        foreach (var (reason, count) in progress.Skipped.OrderBy(skipped => skipped.Key))
            card.Hint("Progress_Skipped", phrases.Of(reason), phrases.Count(count));
        foreach (var (reason, happened, told) in progress.Changed)
            card.Hint("Progress_Changed", phrases.Of(reason), phrases.Count(told), phrases.Count(happened));
        if (!ended && campaign is { Waits: { } status, ExpiresAt: { } until })
            card.Text(phrases.Say("Progress_Waits", phrases.TemplateStatus(status), Moments.Show(until)), color: "Warning");
        if (!ended)
            foreach (var hold in progress.Holds.Take(MostHolds))
                card.Text(
                    phrases.Say($"Hold_{hold.Reason}", Markdown.Escape(phrases.Channel(hold.Account.Channel)), Moments.Show(hold.Until)),
                    color: "Warning"
                );
        if (troubled.Count > 0)
        {
            card.Heading("Progress_Troubled", phrases.Count(tally.Refused + tally.Unknown + tally.Expired));
            foreach (var delivery in troubled.Take(MostTroubled))
                card.Text(Line(phrases, delivery, campaign.Content.Messages.Count, troubled));
        }
        return Buttons(card, progress, mine, approves).Metadata(Metadata(campaign, tally)).Build();
    }

    /// <summary>One recipient in one line: name, state, reason. Escaped.</summary>
    /// <param name="messages">How many messages the broadcast has.</param>
    /// <param name="among">The others in the list: who shares a name with one of them is told apart by channel and id.</param>
    public static string Line(Phrases phrases, Delivery delivery, int messages, IReadOnlyList<Delivery> among)
    {
        var name = Markdown.Escape(phrases.Name(delivery.Name));
        var alike = among
            .Where(other => phrases.Name(other.Name) == phrases.Name(delivery.Name))
            .Select(other => other.Customer)
            .Distinct()
            .ToList();
        var apart =
            alike.Count < 2
                ? ""
                : Markdown.Escape(
                    $" · {phrases.Channel(delivery.Customer.Account.Channel)} {CustomerRows.Ends(alike).First(end => end.Key == delivery.Customer).End}"
                );
        var state = delivery is { State: DeliveryState.Skipped, Skip: { } skip } ? phrases.Of(skip) : phrases.Of(delivery.State);
        if (delivery is { State: DeliveryState.Accepted, Reached: { } reached })
            state = phrases[$"Progress_{reached}"];
        var said = phrases.Why(delivery, LongestReason);
        var why = said.Length == 0 ? "" : phrases.Say("Delivery_Why", Markdown.Escape(said));
        var went =
            delivery.Went > 0 && delivery.Went < messages && delivery.State != DeliveryState.Accepted
                ? $" · {phrases.Say("Delivery_Went", phrases.Count(delivery.Went), phrases.Count(messages))}"
                : "";
        return $"**{name}**{apart} · {state}{went}{why}";
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

    private static (string Key, long Count, bool Always)[] Numbers(Tally tally) =>
        [
            ("Progress_Chosen", tally.Chosen, true),
            ($"{nameof(DeliveryState)}_{nameof(DeliveryState.Accepted)}", tally.Accepted, true),
            ("Progress_Delivered", tally.Delivered, false),
            ("Progress_Read", tally.Read, false),
            ($"{nameof(DeliveryState)}_{nameof(DeliveryState.Skipped)}", tally.Skipped, false),
            ($"{nameof(DeliveryState)}_{nameof(DeliveryState.Refused)}", tally.Refused, false),
            ($"{nameof(DeliveryState)}_{nameof(DeliveryState.Unknown)}", tally.Unknown, false),
            ($"{nameof(DeliveryState)}_{nameof(DeliveryState.Cancelled)}", tally.Cancelled, false),
            ($"{nameof(DeliveryState)}_{nameof(DeliveryState.Expired)}", tally.Expired, false),
            ($"{nameof(DeliveryState)}_{nameof(DeliveryState.Waiting)}", tally.Waiting, false),
        ];

    private static string Bar(Phrases phrases, Tally tally)
    {
        var done = tally.Chosen - tally.Waiting;
        var full = (int)(done * BarLength / tally.Chosen);
        return $"{new string('█', full)}{new string('░', BarLength - full)} {(done / (double)tally.Chosen).ToString("P0", phrases.Culture)}";
    }

    private static Card Buttons(Card card, Progress progress, bool mine, bool approves)
    {
        var (phrases, campaign, tally) = (card.Phrases, progress.Campaign, progress.Tally);
        var target = CampaignTarget.Of(campaign);
        if (campaign.State is CampaignState.Launching or CampaignState.Sending)
            card.Action(Card.Button(Verbs.BroadcastPause, phrases["Button_Pause"], target));
        if (campaign.State == CampaignState.Paused)
            card.Action(Card.Button(Verbs.BroadcastResume, phrases["Button_Resume"], target));
        if (campaign.State == CampaignState.Awaiting && approves)
            card.Action(Card.Button(Verbs.BroadcastReview, phrases["Button_Review"], new(target)));
        if (campaign.State == CampaignState.Awaiting && mine)
            card.Action(Card.Button(Verbs.BroadcastWithdraw, phrases["Button_Withdraw"], target));
        if (
            campaign.State
            is CampaignState.Awaiting
                or CampaignState.Scheduled
                or CampaignState.Launching
                or CampaignState.Sending
                or CampaignState.Paused
        )
            card.Action(Card.Button(Verbs.BroadcastCancel, phrases["Button_Cancel"], target));
        if (progress.Ended && mine)
        {
            if (tally.Refused + tally.Expired + tally.Cancelled > 0)
                card.Action(Card.Button(Verbs.RecordsRetry, phrases["Button_Retry"], new(campaign.Id)));
            if (tally.Unknown > 0)
                card.Action(Card.Button(Verbs.RecordsRetry, phrases["Button_RetryDoubtful"], new(campaign.Id, Doubtful: true)));
        }
        if (tally.Chosen > 0)
            card.Action(Card.Button(Verbs.RecordsRecipients, phrases["Button_Recipients"], new(campaign.Id)));
        if (campaign.Origin is { } origin)
            card.Action(Card.Button(Verbs.RecordsOpen, phrases["Button_Origin"], new(origin)));
        if (progress.Retries.Count > 0)
            card.Action(Card.Button(Verbs.RecordsOpen, phrases["Button_LastRetry"], new(progress.Retries[0])));
        return card.Action(Card.Button(Verbs.RecordsPage, phrases["Menu_Records"]));
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
