using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Commands;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>The recipients behind a record, by what became of them, and what can be done next for those.</summary>
internal static class RecipientsCard
{
    public const int PageSize = 20;
    public const int LongestName = 40;

    private const int LongestReason = 40,
        LongestCode = 24;

    /// <summary>How far the platform may report an accepted message; each has its list.</summary>
    private static readonly ReceiptKind[] Reached = [ReceiptKind.Delivered, ReceiptKind.Read];

    /// <param name="mine">Shown to the sender, who alone can send it again.</param>
    public static JsonObject Draw(Phrases phrases, Recipients found, int skip, bool mine) =>
        Card.Fit(brief => Draw(new Card(phrases), found, skip, mine, brief));

    private static JsonObject Draw(Card card, Recipients found, int skip, bool mine, bool brief)
    {
        var (phrases, progress) = (card.Phrases, found.Progress);
        card.Title("Recipients_Title");
        Filter(card, found);
        if (found.Page.Count == 0)
            card.Say(progress.Campaign.Forgotten ? "Recipients_Forgotten" : "Recipients_None");
        else
            card.Hint("Recipients_Range", phrases.Count(skip + 1), phrases.Count(skip + found.Page.Count), phrases.Count(found.Count));
        var rows = new DeliveryRows(phrases, progress.Campaign.Content.Messages.Count, found.Page);
        foreach (var delivery in found.Page)
            card.Row(brief ? rows.Lines(delivery, brief) : rows.Parts(delivery));
        Next(card, found, mine);
        Turn(card, found, skip);
        var campaign = progress.Campaign.Id;
        return card.Action(Card.Button(Verbs.RecordsOpen, phrases["Button_Back"], new(campaign)))
            .More(Card.Button(Verbs.RecordsExport, phrases["Button_Export"], new(campaign)))
            .Build();
    }

    private static void Filter(Card card, Recipients found)
    {
        var (phrases, filter) = (card.Phrases, found.Filter);
        var (state, reason) = Asked(filter);
        card.Input(Inputs.Choice(Field.State, phrases["Label_State"], state, States(phrases, found.Progress.Tally)));
        var reasons = Reasons(phrases, found).ToList();
        if (reasons.Count > 1)
            card.Input(
                Inputs.Choice(Field.Reason, phrases["Label_Reason"], reasons.Exists(one => one.Item1 == reason) ? reason : "", reasons)
            );
        card.Input(Inputs.Line(Field.Name, phrases["Label_Name"], filter.Name, LongestName))
            .Add(Buttons.Row(Card.Button(Verbs.RecordsRecipients, phrases["Button_Show"], new(found.Progress.Campaign.Id), inputs: true)));
    }

    private static (string State, string Reason) Asked(DeliveryFilter filter) =>
        (filter.Reached?.ToString() ?? filter.State?.ToString() ?? "", filter.Skip?.ToString() ?? filter.Code ?? "");

    // What can be done for those who are shown; nothing where it would come to nothing.
    private static void Next(Card card, Recipients found, bool mine)
    {
        var (phrases, progress, filter) = (card.Phrases, found.Progress, found.Filter);
        var campaign = progress.Campaign.Id;
        if (filter.Skip is { } skipped)
        {
            card.Say(phrases.Has($"Next_{skipped}") ? $"Next_{skipped}" : "Next_Other");
            if (mine && Instead(phrases, skipped, campaign) is { } instead)
                card.Main(instead);
            return;
        }
        if (!progress.Ended || !mine || filter.Reached is not null)
            return;
        if (found.Again > 0)
            card.Main(Card.Button(Verbs.RecordsRetry, phrases.Say("Button_Retry", phrases.Count(progress.Missed)), new(campaign)));
        else if (progress.Tally.Refused > 0 && filter.State is null or DeliveryState.Refused)
            card.Text(phrases["Progress_NoRetry"]);
        if (progress.Tally.Unknown > 0 && filter is { State: null or DeliveryState.Unknown, Code: null })
            card.Text(phrases["Next_Doubtful"], color: "Warning")
                .Add(Buttons.Row(Card.Button(Verbs.RecordsRetry, phrases["Button_RetryDoubtful"], new(campaign, Doubtful: true))));
    }

    private static JsonObject? Instead(Phrases phrases, SkipReason reason, long campaign) =>
        reason switch
        {
            SkipReason.NotInProgress => Card.Button(Verbs.ClosedOpen, phrases["Menu_Closed"]),
            SkipReason.OutsideWindow => Card.Button(
                Verbs.CommandRun,
                phrases["Command_BroadcastTemplate"],
                new(CommandName.BroadcastTemplate)
            ),
            SkipReason.NotBound => Card.Button(Verbs.BoundOpen, phrases["Button_MyCode"]),
            SkipReason.Blocked
            or SkipReason.Unsubscribed
            or SkipReason.InvalidId
            or SkipReason.NotMine
            or SkipReason.OwnedElsewhere
            or SkipReason.MarketingLimit => null,
            _ => Card.Button(Verbs.RecordsCopy, phrases["Button_Copy"], new(campaign)),
        };

    private static void Turn(Card card, Recipients found, int skip)
    {
        var (state, reason) = Asked(found.Filter);
        var asked = new RecipientsForm(found.Progress.Campaign.Id)
        {
            State = state,
            Reason = reason,
            Name = found.Filter.Name ?? "",
        };
        RecordsCard.Pages(
            card,
            Verbs.RecordsRecipients,
            at => asked with { Skip = at },
            RecordsCard.Turns(skip, PageSize, skip + found.Page.Count < found.Count)
        );
    }

    private static IEnumerable<(string, string)> Reasons(Phrases phrases, Recipients found) =>
        [
            ("", phrases["Choice_All"]),
            .. found
                .Progress.Skipped.OrderBy(skipped => skipped.Key)
                .Select(skipped => (skipped.Key.ToString(), phrases.Of(skipped.Key) + Number(phrases, skipped.Value))),
            .. found
                .Codes.Where(code => code.Code.Length <= LongestCode)
                .Select(code => (code.Code, Meaning(phrases, code.Code) + Number(phrases, code.Count))),
        ];

    private static string Meaning(Phrases phrases, string code) =>
        phrases.Meaning(code) is not { } meaning ? code
        : Faults.IsPlatforms(code) ? $"{Markdown.Clip(meaning, LongestReason)} · {code}"
        : meaning;

    private static IEnumerable<(string, string)> States(Phrases phrases, Tally tally) =>
        [
            ("", phrases["Choice_All"] + Number(phrases, tally.Chosen)),
            .. Enum.GetValues<DeliveryState>()
                .Where(state => Count(tally, state) > 0)
                .Select(state => (state.ToString(), phrases.Of(state) + Number(phrases, Count(tally, state)))),
            .. Reached
                .Where(kind => Count(tally, kind) > 0)
                .Select(kind => (kind.ToString(), phrases[$"Choice_{kind}"] + Number(phrases, Count(tally, kind)))),
        ];

    private static string Number(Phrases phrases, long count) => phrases.Say("In_Brackets", phrases.Count(count));

    private static long Count(Tally tally, ReceiptKind reached) => reached == ReceiptKind.Read ? tally.Read : tally.Delivered;

    private static long Count(Tally tally, DeliveryState state) =>
        state switch
        {
            DeliveryState.Waiting => tally.Waiting,
            DeliveryState.Accepted => tally.Accepted,
            DeliveryState.Skipped => tally.Skipped,
            DeliveryState.Refused => tally.Refused,
            DeliveryState.Unknown => tally.Unknown,
            DeliveryState.Cancelled => tally.Cancelled,
            _ => tally.Expired,
        };
}
