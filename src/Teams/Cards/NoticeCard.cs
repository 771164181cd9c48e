using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Store.Promises;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>What has happened to a broadcast that somebody must know, with the way to it.</summary>
internal static class NoticeCard
{
    public static JsonObject Draw(Phrases phrases, CampaignNotice notice, Campaign campaign, long waiting) => new Card(phrases)
        .Text(phrases.Say($"CampaignNotice_{notice.Reason}", Markdown.Escape(campaign.Content.Template?.Name ?? ""), Markdown.Escape(notice.Detail), phrases.Count(waiting)))
        .Action(Card.Button(Verbs.RecordsOpen, phrases["Button_Open"], new JsonObject { ["campaign"] = campaign.Id }))
        .Build();
}
