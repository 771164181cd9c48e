using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>草稿: broadcasts that somebody has begun to write, and those that were sent back to them.</summary>
internal static class DraftsCard
{
    private const int LongestReturned = 200;

    public static JsonObject Draw(Phrases phrases, IReadOnlyList<Campaign> drafts, int skip, bool more)
    {
        var card = new Card(phrases).Title("Drafts_Title");
        if (drafts.Count == 0)
            card.Say("Drafts_None");
        foreach (var draft in drafts)
            card.Row([.. Row(phrases, draft)], Open(phrases, draft).Of(RecordsCard.Words(phrases, draft.Content)));
        card.Main(Card.Button(Verbs.BroadcastStart, phrases["Menu_Broadcast"]));
        return RecordsCard
            .Pages(card, Verbs.RecordsDrafts, at => new(at), RecordsCard.Turns(skip, RecordsCard.PageSize, more))
            .Action(Card.Button(Verbs.RecordsPage, phrases["Menu_Records"]))
            .Build();
    }

    // How far it is: to whom, what, and when.
    private static IEnumerable<JsonObject> Row(Phrases phrases, Campaign draft)
    {
        yield return Columns.Headed(
            TextBlocks.Strong(Markdown.Escape(RecordsCard.Words(phrases, draft.Content))),
            draft.Returned is null
                ? Badges.State(phrases.Say("Step", DraftDesk.IsComposed(draft) ? 3 : 1, 3), Meaning.Informative)
                : Badges.State(phrases["Badge_Returned"], Meaning.Attention)
        );
        yield return TextBlocks.Small(phrases.Say("Drafts_Begun", Moments.Show(draft.CreatedAt))).Close();
        if (draft.Returned is { } returned)
            yield return TextBlocks.Body(phrases.Returned(returned, LongestReturned), Meaning.Attention).Close();
    }

    private static JsonObject Open(Phrases phrases, Campaign draft) =>
        DraftDesk.IsComposed(draft)
            ? Card.Button(Verbs.BroadcastPreview, phrases["Button_Open"], new(draft.Id))
            : Card.Button(Verbs.BroadcastChoose, phrases["Button_Open"], new(CampaignTarget.Of(draft), DraftForm.Form));
}
