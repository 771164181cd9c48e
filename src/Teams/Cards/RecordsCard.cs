using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>群發紀錄.</summary>
internal static class RecordsCard
{
    public const int PageSize = 8;

    private const int LongestSample = 60,
        LongestFrom = 40;

    public static JsonObject List(Phrases phrases, IReadOnlyList<CampaignLine> records, int skip, bool more)
    {
        var card = new Card(phrases).Title("Records_Title");
        if (records.Count == 0)
            card.Say("Records_None");
        foreach (var record in records)
            card.Row(
                [.. Parts(phrases, record)],
                Card.Button(Verbs.RecordsOpen, phrases["Button_Open"], new(record.Campaign.Id)).Of(Words(phrases, record.Campaign.Content))
            );
        card.Main(Card.Button(Verbs.BroadcastStart, phrases["Menu_Broadcast"]));
        return Pages(card, Verbs.RecordsPage, at => new(at), Turns(skip, PageSize, more))
            .Action(Card.Button(Verbs.RecordsDrafts, phrases["Button_Drafts"]))
            .Build();
    }

    /// <summary>How it begins, in one line. Not escaped.</summary>
    public static string Words(Phrases phrases, Content content)
    {
        var words = content.Messages.OfType<OutboundMessage.Text>().FirstOrDefault()?.Words ?? content.Template?.Body;
        return words is null ? phrases["Drafts_NoWords"] : Markdown.Clip(phrases.Readable(words).ReplaceLineEndings(" "), LongestSample);
    }

    private static IEnumerable<JsonObject> Parts(Phrases phrases, CampaignLine record)
    {
        var (campaign, tally) = (record.Campaign, record.Tally);
        var state = phrases.Say($"Progress_{campaign.State}", tally.HasTrouble ? phrases["Mark_Trouble"] : "").Trim();
        yield return Columns.Headed(
            TextBlocks.Strong(Markdown.Escape(Words(phrases, campaign.Content))),
            Badges.State(state, ProgressCard.Means(campaign.State, tally))
        );
        yield return TextBlocks.Small(From(phrases, record)).Close();
        // Before it has begun nobody is chosen yet, and none of none would read as a result.
        if (tally.Chosen > 0 && !ProgressCard.HasEnded(campaign))
            yield return ProgressNumbers.Bar(phrases, tally, campaign.State);
        if (tally.Chosen > 0)
            yield return Figures.Small(Counts(phrases, tally));
        else if (campaign is { State: CampaignState.Scheduled or CampaignState.Awaiting, Promised: { } promised })
            yield return TextBlocks.Small(phrases.Say("Progress_Promised", phrases.Count(promised))).Close();
    }

    private static string From(Phrases phrases, CampaignLine record)
    {
        string?[] parts =
        [
            record.Campaign.Origin is null ? null : $"↳ {phrases["Records_Retry"]}",
            record.Author is { } author ? Markdown.Escape(Markdown.Clip(author, LongestFrom)) : null,
            .. record.Channels.Select(channel => Markdown.Escape(phrases.Marked(channel))),
        ];
        return string.Join(
            " · ",
            parts.Where(part => part is not null).Prepend(Moments.Show(record.Campaign.DueAt ?? record.Campaign.CreatedAt))
        );
    }

    // What was sent, what went wrong, and the rest.
    private static Figure[] Counts(Phrases phrases, Tally tally)
    {
        var wrong = tally.Refused + tally.Unknown + tally.Expired;
        return
        [
            new(phrases.Count(tally.Accepted), phrases.Of(DeliveryState.Accepted), tally.Accepted > 0 ? Meaning.Good : Meaning.None),
            new(phrases.Count(wrong), phrases["Records_Unsuccessful"], wrong > 0 ? Meaning.Attention : Meaning.None),
            new(phrases.Count(tally.Chosen - tally.Accepted - wrong), phrases["Records_Others"]),
        ];
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
