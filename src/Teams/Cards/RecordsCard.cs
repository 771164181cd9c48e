using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>群發紀錄.</summary>
internal static class RecordsCard
{
    public const int PageSize = 8;

    private const int LongestSample = 60,
        LongestFrom = 100;

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

    /// <summary>Where the page before and the page behind begin.</summary>
    public static (int? Before, int? Behind) Turns(int skip, int size, bool more) =>
        (skip > 0 ? Math.Max(0, skip - size) : null, more ? skip + size : null);

    public static Card Pages<T>(Card card, Verb<T> verb, Func<int, T> at, (int? Before, int? Behind) turns)
        where T : IPayload<T>
    {
        if (turns.Before is { } before)
            card.Action(Card.Button(verb, card.Phrases["Button_Previous"], at(before)));
        if (turns.Behind is { } behind)
            card.Action(Card.Button(verb, card.Phrases["Button_Next"], at(behind)));
        return card;
    }
}
