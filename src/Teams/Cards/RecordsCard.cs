using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>群發紀錄, and the recipients behind a record.</summary>
internal static class RecordsCard
{
    /// <summary>How far the platform may report an accepted message; each has its list.</summary>
    private static readonly ReceiptKind[] Reached = [ReceiptKind.Delivered, ReceiptKind.Read];

    public const int PageSize = 8;
    public const int RecipientsPageSize = 20;

    public const int LongestName = 40;

    private const int LongestSample = 60,
        LongestFrom = 100,
        LongestReason = 40,
        LongestCode = 24;

    public static JsonObject List(Phrases phrases, IReadOnlyList<CampaignLine> records, int skip, bool more)
    {
        var card = new Card(phrases).Title("Records_Title");
        if (records.Count == 0)
            card.Say("Records_None");
        foreach (var record in records)
            card.Row(Line(phrases, record), Card.Button(Verbs.RecordsOpen, phrases["Button_Open"], new(record.Campaign.Id)));
        return Pages(card, Verbs.RecordsPage, at => new(at), Turns(skip, PageSize, more))
            .Action(Card.Button(Verbs.RecordsDrafts, phrases["Button_Drafts"]))
            .Action(Card.Button(Verbs.BroadcastStart, phrases["Menu_Broadcast"]))
            .Build();
    }

    public static JsonObject Recipients(Phrases phrases, Recipients found, int skip)
    {
        var (progress, filter) = (found.Progress, found.Filter);
        var campaign = progress.Campaign.Id;
        var state = filter.Reached?.ToString() ?? filter.State?.ToString() ?? "";
        var reason = filter.Skip?.ToString() ?? filter.Code ?? "";
        var card = new Card(phrases).Title("Recipients_Title");
        card.Input(Card.Choice(Field.State, phrases["Label_State"], state, States(phrases, progress.Tally)));
        var reasons = Reasons(phrases, found).ToList();
        if (reasons.Count > 1)
            card.Input(
                Card.Choice(Field.Reason, phrases["Label_Reason"], reasons.Exists(one => one.Item1 == reason) ? reason : "", reasons)
            );
        card.Input(Card.TextInput(Field.Name, phrases["Label_Name"], filter.Name, LongestName));
        card.Action(Card.Button(Verbs.RecordsRecipients, phrases["Button_Show"], new(campaign), inputs: true));
        if (found.Page.Count == 0)
            card.Say("Recipients_None");
        else
            card.Hint("Recipients_Range", phrases.Count(skip + 1), phrases.Count(skip + found.Page.Count), phrases.Count(found.Count));
        foreach (var delivery in found.Page)
            card.Text(ProgressCard.Line(phrases, delivery, progress.Campaign.Content.Messages.Count, found.Page));
        var asked = new RecipientsForm(campaign)
        {
            State = state,
            Reason = reason,
            Name = filter.Name ?? "",
        };
        var turns = Turns(skip, RecipientsPageSize, skip + found.Page.Count < found.Count);
        return Pages(card, Verbs.RecordsRecipients, at => asked with { Skip = at }, turns)
            .Action(Card.Button(Verbs.RecordsExport, phrases["Button_Export"], new(campaign)))
            .Action(Card.Button(Verbs.RecordsOpen, phrases["Button_Back"], new(campaign)))
            .Build();
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
        phrases.Meaning(code) is { } meaning ? $"{Markdown.Clip(meaning, LongestReason)} · {code}" : code;

    private static string Line(Phrases phrases, CampaignLine record)
    {
        var (campaign, tally) = (record.Campaign, record.Tally);
        var words = phrases.Readable(campaign.Content.Messages.OfType<OutboundMessage.Text>().FirstOrDefault()?.Words ?? "");
        var mark = tally.HasTrouble ? phrases["Mark_Trouble"] + " " : "";
        // Before it has begun nobody is chosen yet, and none of none would read as a result.
        var counts =
            tally.Chosen > 0
                ? phrases.Say(
                    "Records_Counts",
                    phrases.Count(tally.Chosen),
                    phrases.Count(tally.Accepted),
                    phrases.Count(tally.Chosen - tally.Accepted)
                )
            : campaign is { State: CampaignState.Scheduled, Promised: { } promised }
                ? phrases.Say("Progress_Promised", phrases.Count(promised))
            : "";
        string?[] parts = [record.Author, .. record.Channels.Select(channel => phrases.Marked(channel))];
        var from = string.Join(" · ", parts.Where(part => part is not null));
        var again = campaign.Origin is null ? "" : $"↳ {phrases["Records_Retry"]} · ";
        return $"{again}{mark}**{Moments.Show(campaign.DueAt ?? campaign.CreatedAt)}** · {phrases.Of(campaign.State)}\n\n"
            + $"{Markdown.Escape(Markdown.Clip(words.ReplaceLineEndings(" "), LongestSample))}"
            + (counts.Length > 0 ? $"\n\n{counts}" : "")
            + (from.Length > 0 ? $"\n\n{Markdown.Escape(Markdown.Clip(from, LongestFrom))}" : "");
    }

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

    // Where the page before and the page behind begin.
    private static (int? Before, int? Behind) Turns(int skip, int size, bool more) =>
        (skip > 0 ? Math.Max(0, skip - size) : null, more ? skip + size : null);

    private static Card Pages<T>(Card card, Verb<T> verb, Func<int, T> at, (int? Before, int? Behind) turns)
        where T : IPayload<T>
    {
        if (turns.Before is { } before)
            card.Action(Card.Button(verb, card.Phrases["Button_Previous"], at(before)));
        if (turns.Behind is { } behind)
            card.Action(Card.Button(verb, card.Phrases["Button_Next"], at(behind)));
        return card;
    }
}
