using System.Text.Json.Nodes;
using OmoBroadcast.Broadcast.Desk;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Store.Promises;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>群發紀錄, and the recipients behind a record.</summary>
internal static class RecordsCard
{
    /// <summary>How far the platform may report an accepted message; each has its list.</summary>
    private static readonly ReceiptKind[] Reached = [ReceiptKind.Delivered, ReceiptKind.Read];

    public const int PageSize = 8;
    public const int RecipientsPageSize = 20;

    private const int LongestSample = 60;

    public static JsonObject List(Phrases phrases, IReadOnlyList<Progress> records, int skip, bool more)
    {
        var card = new Card(phrases).Title("Records_Title");
        if (records.Count == 0) card.Say("Records_None");
        foreach (var record in records)
            card.Row(Line(phrases, record), Card.Button(Verbs.RecordsOpen, phrases["Button_Open"], new JsonObject { ["campaign"] = record.Campaign.Id }));
        return Pages(card, Verbs.RecordsPage, [], skip, PageSize, more)
            .Action(Card.Button(Verbs.BroadcastStart, phrases["Menu_Broadcast"], []))
            .Build();
    }

    /// <param name="state">Which recipients are shown; null: all.</param>
    public static JsonObject Recipients(
        Phrases phrases, Progress progress, DeliveryState? state, IReadOnlyList<Delivery> deliveries, int skip, bool more, ReceiptKind? reached = null)
    {
        var campaign = progress.Campaign.Id;
        var card = new Card(phrases).Title("Recipients_Title");
        card.Input(Card.Choice("state", phrases["Label_State"], reached?.ToString() ?? state?.ToString(), States(phrases, progress.Tally)));
        if (deliveries.Count == 0) card.Say("Recipients_None");
        else card.Hint("Recipients_Range", phrases.Count(skip + 1), phrases.Count(skip + deliveries.Count), phrases.Count(reached is { } far ? Count(progress.Tally, far) : Count(progress.Tally, state)));
        foreach (var delivery in deliveries) card.Text(ProgressCard.Line(phrases, delivery, progress.Campaign.Content.Messages.Count));
        card.Action(Card.Button(Verbs.RecordsRecipients, phrases["Button_Show"], new JsonObject { ["campaign"] = campaign }, inputs: true));
        return Pages(card, Verbs.RecordsRecipients, new JsonObject { ["campaign"] = campaign, ["state"] = reached?.ToString() ?? state?.ToString() ?? "" }, skip, RecipientsPageSize, more)
            .Action(Card.Button(Verbs.RecordsOpen, phrases["Button_Back"], new JsonObject { ["campaign"] = campaign }))
            .Build();
    }

    private static string Line(Phrases phrases, Progress record)
    {
        var (campaign, tally) = (record.Campaign, record.Tally);
        var words = campaign.Content.Messages.OfType<OutboundMessage.Text>().FirstOrDefault()?.Words ?? "";
        var mark = tally.HasTrouble ? phrases["Mark_Trouble"] + " " : "";
        var counts = phrases.Say("Records_Counts", phrases.Count(tally.Chosen), phrases.Count(tally.Accepted), phrases.Count(tally.Chosen - tally.Accepted));
        return $"{mark}**{Spans.Moment(campaign.DueAt ?? campaign.CreatedAt)}** · {phrases.Of(campaign.State)}\n\n"
            + $"{Markdown.Escape(Markdown.Clip(words.ReplaceLineEndings(" "), LongestSample))}\n\n{counts}";
    }

    private static IEnumerable<(string, string)> States(Phrases phrases, Tally tally) =>
        [("", $"{phrases["Choice_All"]} ({phrases.Count(tally.Chosen)})"),
            .. Enum.GetValues<DeliveryState>().Where(state => Count(tally, state) > 0).Select(state => (state.ToString(), $"{phrases.Of(state)} ({phrases.Count(Count(tally, state))})")),
            .. Reached.Where(kind => Count(tally, kind) > 0).Select(kind => (kind.ToString(), $"{phrases[$"Choice_{kind}"]} ({phrases.Count(Count(tally, kind))})"))];

    private static long Count(Tally tally, ReceiptKind reached) => reached == ReceiptKind.Read ? tally.Read : tally.Delivered;

    private static long Count(Tally tally, DeliveryState? state) => state switch
    {
        null => tally.Chosen,
        DeliveryState.Waiting => tally.Waiting,
        DeliveryState.Accepted => tally.Accepted,
        DeliveryState.Skipped => tally.Skipped,
        DeliveryState.Refused => tally.Refused,
        DeliveryState.Unknown => tally.Unknown,
        DeliveryState.Cancelled => tally.Cancelled,
        _ => tally.Expired,
    };

    private static Card Pages(Card card, string verb, JsonObject data, int skip, int size, bool more)
    {
        if (skip > 0) card.Action(Card.Button(verb, card.Phrases["Button_Previous"], At(data, Math.Max(0, skip - size))));
        if (more) card.Action(Card.Button(verb, card.Phrases["Button_Next"], At(data, skip + size)));
        return card;
    }

    private static JsonObject At(JsonObject data, int skip)
    {
        var at = (JsonObject)data.DeepClone();
        at["skip"] = skip;
        return at;
    }
}
