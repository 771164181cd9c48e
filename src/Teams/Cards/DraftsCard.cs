using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>草稿: broadcasts that somebody has begun to write, and those that were sent back to them.</summary>
internal static class DraftsCard
{
    private const int LongestSample = 60,
        LongestReturned = 200;

    public static JsonObject Draw(Phrases phrases, IReadOnlyList<Campaign> drafts, int skip, bool more)
    {
        var card = new Card(phrases).Title("Drafts_Title");
        if (drafts.Count == 0)
            card.Say("Drafts_None");
        foreach (var draft in drafts)
            card.Row([.. Row(phrases, draft)], Open(phrases, draft));
        if (skip > 0)
            card.Action(Card.Button(Verbs.RecordsDrafts, phrases["Button_Previous"], new(Math.Max(0, skip - RecordsCard.PageSize))));
        if (more)
            card.Action(Card.Button(Verbs.RecordsDrafts, phrases["Button_Next"], new(skip + RecordsCard.PageSize)));
        return card.Action(Card.Button(Verbs.RecordsPage, phrases["Menu_Records"])).Build();
    }

    private static IEnumerable<JsonObject> Row(Phrases phrases, Campaign draft)
    {
        var words = draft.Content.Messages.OfType<OutboundMessage.Text>().FirstOrDefault()?.Words ?? "";
        var sample = Markdown.Escape(Markdown.Clip(phrases.Readable(words).ReplaceLineEndings(" "), LongestSample));
        yield return TextBlocks.Body(sample.Length > 0 ? sample : phrases["Drafts_NoWords"]);
        yield return TextBlocks.Small(phrases.Say("Drafts_Begun", Moments.Show(draft.CreatedAt))).Close();
        if (draft.Returned is { } returned)
            yield return TextBlocks.Body(phrases.Say("Preview_Returned", phrases.Returned(returned, LongestReturned)), Meaning.Attention);
    }

    private static JsonObject Open(Phrases phrases, Campaign draft) =>
        DraftDesk.IsComposed(draft)
            ? Card.Button(Verbs.BroadcastPreview, phrases["Button_Open"], new(draft.Id))
            : Card.Button(Verbs.BroadcastChoose, phrases["Button_Open"], new(CampaignTarget.Of(draft), DraftForm.Form));
}
